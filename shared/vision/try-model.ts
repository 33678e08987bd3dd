import type { Detection } from '../domain/detection.ts'
import { Fault } from '../domain/faults.ts'
import type { ModelCard } from '../domain/model-card.ts'
import { type Placement, placePicture } from './fit.ts'
import { type OutputTensor, readHead } from './head-reader.ts'
import { judgeNet } from './judge-net.ts'
import { loadModel } from './load-model.ts'
import { messageOf, openSession } from './open-session.ts'
import { createPackInput } from './pack-input.ts'
import { testPatterns } from './test-patterns.ts'

/** Detections that are weaker than this are the floor of any net. */
const leastConfidence = 0.05

/** A picture of the size of its place in the model's input: RGB, rows from top to bottom. */
export interface Fitted {
  readonly rgb: Uint8Array
  readonly placement: Placement
}

export interface TriedModel {
  readonly card: ModelCard
  see(picture: Fitted): Promise<{ detections: Detection[]; inferenceMs: number }>
}

/**
 * Opens a model that nobody trusts yet, for a process with limits: nothing but its time and its memory is a danger here.
 *
 * @param isCheck Runs it on all test patterns, else on one
 * @throws Fault `model-invalid` that names what is wrong
 */
export async function tryModel(folder: string, isCheck: boolean): Promise<TriedModel> {
  const { card, bytes } = await loadModel(folder)
  const problem = problemOf(bytes)
  if (problem !== undefined) throw new Fault('model-invalid', problem)
  const session = await openSession(card, bytes, 1, undefined)
  const thresholds = Object.fromEntries(card.labels.map((label) => [label, leastConfidence]))
  const pack = createPackInput(card.input)
  const see: TriedModel['see'] = async ({ rgb, placement }) => {
    const begunAt = performance.now()
    const outputs = await session.run(pack(rgb, placement)).catch((cause) => {
      throw new Fault('model-invalid', `ONNX Runtime breaks off: ${messageOf(cause)}`, { cause })
    })
    const inferenceMs = performance.now() - begunAt
    refuseNotFinite(outputs)
    return { detections: readHead(card, thresholds, outputs, placement), inferenceMs }
  }
  const { width, height } = card.input
  const placement = placePicture(card.input, width, height)
  for (const rgb of testPatterns(width, height, isCheck ? undefined : 1)) await see({ rgb, placement })
  return { card, see }
}

function problemOf(net: Uint8Array): string | undefined {
  try {
    return judgeNet(net)
  } catch (cause) {
    throw new Fault('model-invalid', `It is not an ONNX file: ${messageOf(cause)}.`, { cause })
  }
}

/** A net that is broken in one place shows it somewhere in its outputs, and a comparison with NaN is always false. */
function refuseNotFinite(outputs: Readonly<Record<string, OutputTensor>>): void {
  for (const [name, { data }] of Object.entries(outputs)) {
    if (!(data instanceof Float32Array)) continue
    let sum = 0
    // Nothing times a number is nothing; nothing times infinity is no number.
    for (let index = 0; index < data.length; index++) sum += (data[index] as number) * 0
    if (sum !== 0) throw new Fault('model-invalid', `Its output "${name}" holds ${data.find((value) => !Number.isFinite(value))}.`)
  }
}
