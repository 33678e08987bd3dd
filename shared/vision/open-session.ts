import { Fault } from '../domain/faults.ts'
import type { ModelCard } from '../domain/model-card.ts'
import type { OutputTensor } from './head-reader.ts'

export type Runtime = 'node' | 'wasm'

export interface Session {
  readonly runtime: Runtime
  run(tensor: Uint8Array | Float32Array): Promise<Readonly<Record<string, OutputTensor>>>
  release(): Promise<void>
}

/** Opens the model with the native runtime, or with the slower WebAssembly one where the native one does not load. */
export async function openSession(card: ModelCard, bytes: Uint8Array, threads: number, wanted: Runtime | undefined): Promise<Session> {
  const { ort, runtime } = await loadRuntime(wanted, threads)
  const { width, height, layout, type, name } = card.input
  const shape = layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3]
  const options =
    runtime === 'node'
      ? { intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential' as const }
      : { executionProviders: ['wasm'] }
  const session = await ort.InferenceSession.create(bytes, { ...options, graphOptimizationLevel: 'all', logSeverityLevel: 3 }).catch(
    (cause) => {
      throw new Fault('model-invalid', `ONNX Runtime refuses it: ${messageOf(cause)}`, { cause })
    },
  )
  if (!session.inputNames.includes(name)) {
    await session.release()
    throw new Fault('model-invalid', `Its card names the input "${name}", but it has ${session.inputNames.join(', ')}.`)
  }
  return {
    runtime,
    run: async (tensor) => {
      const input = tensor instanceof Uint8Array ? new ort.Tensor(type as 'uint8', tensor, shape) : new ort.Tensor('float32', tensor, shape)
      return await session.run({ [name]: input })
    },
    release: () => session.release(),
  }
}

async function loadRuntime(wanted: Runtime | undefined, threads: number) {
  if (wanted !== 'wasm') {
    try {
      return { ort: await import('onnxruntime-node'), runtime: 'node' as const }
    } catch (cause) {
      // There is no native build for every processor, such as 32-bit ARM.
      if (wanted === 'node') throw new Fault('inference-failed', 'The native ONNX Runtime does not load on this machine.', { cause })
    }
  }
  const ort = await import('onnxruntime-web')
  ort.env.wasm.numThreads = threads
  return { ort, runtime: 'wasm' as const }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
