import { plainLight } from '../data/draw-light.ts'
import { wholeView } from '../data/draw-view.ts'
import type { Frames } from '../data/load-frames.ts'
import { createRandom } from '../data/random.ts'
import { createRenderSample } from '../data/render-sample.ts'
import { type Activations, addForward, addWeightViews } from '../net/forward.ts'
import type { Layout } from '../net/layout.ts'
import { stepShapes } from '../net/training-step.ts'
import { createGraph } from '../onnx/graph.ts'
import { loadRuntime } from '../onnx/load-runtime.ts'
import { floatsOf } from '../steps/open-step.ts'

/** Smallest and largest value of each activation over the frames looked at. */
export type Ranges = Readonly<Record<keyof Activations, { readonly low: number; readonly high: number }>>

/** More frames hardly widen the ranges any more. */
const mostFrames = 100

/** Runs the net over evenly spaced frames and notes between which values its activations lie. */
export async function calibrate(layout: Layout, parameters: Float32Array, frames: Frames): Promise<Ranges> {
  const { InferenceSession, Tensor } = await loadRuntime()
  const { model, names } = writeRangesModel(layout)
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 })
  const shape = stepShapes(layout, 1).patches
  const patches = new Float32Array(shape.reduce((product, length) => product * length, 1))
  const render = createRenderSample(layout.width, layout.height, createRandom(1))
  const count = Math.min(mostFrames, frames.objects.length)
  const ranges = new Map(names.map((name) => [name, { low: 0, high: 0 }]))
  try {
    for (let index = 0; index < count; index++) {
      render(frames, Math.floor((index * frames.objects.length) / count), wholeView, plainLight, patches)
      const feeds = { patches: new Tensor('float32', patches, shape), parameters: new Tensor('float32', parameters, [layout.parameters]) }
      const answer = await session.run(feeds)
      for (const [name, range] of ranges) {
        range.low = Math.min(range.low, floatsOf(answer, `${name}-low`)[0]!)
        range.high = Math.max(range.high, floatsOf(answer, `${name}-high`)[0]!)
      }
    }
  } finally {
    await session.release()
  }
  return Object.fromEntries(ranges) as Ranges
}

/** The net, answering with the extremes of each activation. */
function writeRangesModel(layout: Layout): { model: Uint8Array; names: (keyof Activations)[] } {
  const graph = createGraph()
  const activations = addForward(graph, layout, addWeightViews(graph, layout, 'parameters'), 'patches')
  const names = Object.keys(activations) as (keyof Activations)[]
  for (const name of names) {
    graph.add('ReduceMin', [activations[name]], { attributes: { keepdims: 0 }, as: `${name}-low` })
    graph.add('ReduceMax', [activations[name]], { attributes: { keepdims: 0 }, as: `${name}-high` })
  }
  const outputs = names.flatMap((name) => [`${name}-low`, `${name}-high`])
  const model = graph.write(
    [
      { name: 'patches', type: 'float32', dims: stepShapes(layout, 1).patches },
      { name: 'parameters', type: 'float32', dims: [layout.parameters] },
    ],
    outputs.map((name) => ({ name, type: 'float32', dims: [] })),
  )
  return { model, names }
}
