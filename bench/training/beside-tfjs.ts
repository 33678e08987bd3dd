import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tensor } from 'onnxruntime-node'
import type { Layout } from '../../training/net/layout.ts'
import { stepShapes } from '../../training/net/training-step.ts'

const version = '4.22.0'
const program = fileURLToPath(new URL('./tfjs-step.mjs', import.meta.url))

export interface TfjsStep {
  readonly msPerSample: number
  /** In the order of our parameters. */
  readonly gradient: Float32Array
}

/** Installs TensorFlow.js into a folder of its own, for as long as the comparison takes. Throws where npm cannot. */
export function openTfjs() {
  const folder = mkdtempSync(join(tmpdir(), 'tfjs-'))
  const packages = ['core', 'layers', 'backend-cpu', 'backend-wasm'].map((name) => `@tensorflow/tfjs-${name}@${version}`)
  writeFileSync(join(folder, 'package.json'), '{}')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages], { cwd: folder, stdio: 'ignore' })

  return {
    /** The same step, on the same weights and samples. */
    run(layout: Layout, batch: number, boxBeta: number, feeds: Record<string, Tensor>, backend: 'cpu' | 'wasm', runs: number): TfjsStep {
      const names = ['patches', 'heat', 'heatWeight', 'box', 'boxWeight', 'parameters']
      const base64 = ({ data }: Tensor) =>
        Buffer.from((data as Float32Array).buffer, (data as Float32Array).byteOffset, data.length * 4).toString('base64')
      const arrays = Object.fromEntries(names.map((name) => [name, base64(feeds[name]!)]))
      const step = {
        layers: Object.values(layout.layers),
        labels: layout.labels.length,
        batch,
        boxBeta,
        shapes: stepShapes(layout, batch),
        arrays,
      }
      const file = join(folder, 'step.json')
      writeFileSync(file, JSON.stringify(step))
      const output = execFileSync(process.execPath, [program, folder, file, backend, String(runs)], {
        encoding: 'utf8',
        maxBuffer: 1e9,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const { msPerSample, gradient } = JSON.parse(output.trim().split('\n').at(-1)!) as { msPerSample: number; gradient: string }
      return { msPerSample, gradient: new Float32Array(Uint8Array.from(Buffer.from(gradient, 'base64')).buffer) }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
