import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Batch } from '../data/fill-batch.ts'
import type { Layout } from '../net/layout.ts'
import { adamRate, averageDecayAt } from '../net/optimizer.ts'
import { stepShapes, writeTrainingStep } from '../net/training-step.ts'
import { loadRuntime } from '../onnx/load-runtime.ts'

/** The four flat vectors that a step reads and replaces. */
export interface TrainingState {
  parameters: Float32Array
  mean: Float32Array
  square: Float32Array
  average: Float32Array
}

export const stateNames = ['parameters', 'mean', 'square', 'average'] as const

export interface StepLosses {
  readonly heatLoss: number
  readonly boxLoss: number
}

export interface TrainingStep {
  /** Replaces the state's vectors. `count` is the number of this step, from 1; `rate` the learning rate. */
  run(batch: Batch, state: TrainingState, rate: number, count: number): Promise<StepLosses>
  release(): Promise<void>
}

export function startState(parameters: Float32Array): TrainingState {
  const { length } = parameters
  return { parameters, mean: new Float32Array(length), square: new Float32Array(length), average: parameters.slice() }
}

/** Opens the step graph with one thread: two of these in two threads train nearly twice as fast, one with two threads does not. */
export async function openTrainingStep(layout: Layout, batchSize: number): Promise<TrainingStep> {
  const runtime = await loadRuntime()
  const session = await runtime.InferenceSession.create(writeTrainingStep(layout, { batch: batchSize }), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
  })
  const shapes = stepShapes(layout, batchSize)
  const tensor = (data: Float32Array, dims: readonly number[]) => new runtime.Tensor('float32', data, dims)
  const flat = (data: Float32Array) => tensor(data, [layout.parameters])
  const scalar = (value: number) => tensor(Float32Array.of(value), [])

  return {
    async run(batch, state, rate, count) {
      const answer = await session.run({
        patches: tensor(batch.patches, shapes.patches),
        heat: tensor(batch.heat, shapes.heat),
        heatWeight: tensor(batch.heatWeight, shapes.heat),
        box: tensor(batch.box, shapes.box),
        boxWeight: tensor(batch.boxWeight, shapes.boxWeight),
        parameters: flat(state.parameters),
        mean: flat(state.mean),
        square: flat(state.square),
        average: flat(state.average),
        rate: scalar(adamRate(rate, count)),
        averageDecay: scalar(averageDecayAt(count)),
      })
      state.parameters = floatsOf(answer, 'nextParameters')
      state.mean = floatsOf(answer, 'nextMean')
      state.square = floatsOf(answer, 'nextSquare')
      state.average = floatsOf(answer, 'nextAverage')
      return { heatLoss: floatsOf(answer, 'heatLoss')[0]!, boxLoss: floatsOf(answer, 'boxLoss')[0]! }
    },
    release: () => session.release(),
  }
}

export function floatsOf(answer: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  return (answer[name] as Tensor).data as Float32Array
}
