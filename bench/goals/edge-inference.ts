import { median } from '../../shared/domain/median.ts'
import { hasNodeAv } from '../../shared/video/find-engine.ts'
import type { DecodeCase } from '../edge/decode-case.ts'
import { withFootage } from '../edge/footage.ts'
import type { InferenceCase, InferenceResult } from '../edge/inference-case.ts'
import { canPin, runCase } from '../edge/run-case.ts'
import { report } from '../report.ts'

const inferenceScript = new URL('../edge/inference-case.ts', import.meta.url)
const decodeScript = new URL('../edge/decode-case.ts', import.meta.url)
const rounds = 3
const onOneCore = canPin ? 'on one core' : 'on all cores, as taskset is missing'

async function measure(what: InferenceCase, isPinned = false): Promise<InferenceResult & { rate: number }> {
  const results: InferenceResult[] = []
  for (let round = 0; round < rounds; round++) results.push(await runCase<InferenceResult>(inferenceScript, what, isPinned))
  return {
    ...(results[0] as InferenceResult),
    rate: median(results.map(({ perSecond }) => perSecond)),
    loopDelayP99Ms: median(results.map(({ loopDelayP99Ms }) => loopDelayP99Ms)),
  }
}

const furthest = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] as number))), 0)
const within = (limit: number, difference: number) =>
  `outputs differ by ${difference.toExponential(1)}, ${difference <= limit ? 'within' : 'MORE than'} ${limit}`

const small = await measure({ net: 'small', precision: 'float', way: 'net', runtime: 'node' })
const mid = await measure({ net: 'mid', precision: 'float', way: 'net', runtime: 'node' })
const midInt8 = await measure({ net: 'mid', precision: 'int8', way: 'net', runtime: 'node' })
const unit = 'pictures/s'

if (!hasNodeAv()) console.log('Not measured from video on: node-av is not installed.')
else await withFootage(measurePath)

report({
  ...{ what: 'Mid-size net in int8', peer: 'the same in float', unit, better: 'higher', goal: 2 },
  ...{
    peerValue: mid.rate,
    ourValue: midInt8.rate,
    note: `${within(0.01, furthest(mid.heat, midInt8.heat))}; rests on the processor's int8 instructions`,
  },
})
for (const [net, native, goal] of [
  ['small', small, 0.25],
  ['mid', mid, 0.14],
] as const) {
  const wasm = await measure({ net, precision: 'float', way: 'net', runtime: 'wasm' })
  report({
    ...{ what: `WebAssembly fallback, ${net} net`, peer: 'native ONNX Runtime', unit, better: 'higher', goal },
    ...{ peerValue: native.rate, ourValue: wasm.rate, note: within(1e-6, furthest(native.heat, wasm.heat)) },
  })
}
const loop = await measure({ net: 'mid', precision: 'float', way: 'loop' })
report({
  what: 'Event-loop delay while inferring, 99th percentile',
  peer: 'limit',
  peerValue: 3,
  ourValue: loop.loopDelayP99Ms,
  unit: 'ms',
  better: 'lower',
  goal: 1,
})

async function measurePath(file: string): Promise<void> {
  const decodeOnly: DecodeCase = { file, way: 'decode', picture: { width: 96, height: 96 }, threads: 1 }
  const rates: number[] = []
  for (let round = 0; round < rounds; round++)
    rates.push((await runCase<{ framesPerSecond: number }>(decodeScript, decodeOnly, true)).framesPerSecond)
  const path = async (net: 'small' | 'mid', precision: 'float' | 'int8') =>
    (await measure({ net, precision, way: 'path', file }, true)).rate
  const shared = { unit, better: 'higher' as const, note: onOneCore }
  report({
    what: 'Video to message, small net',
    peer: 'decoding alone',
    peerValue: median(rates),
    ourValue: await path('small', 'float'),
    goal: 0.5,
    ...shared,
  })
  for (const precision of ['float', 'int8'] as const) {
    const pure = await measure({ net: 'mid', precision, way: 'net', runtime: 'node' }, true)
    report({
      what: `Video to message, mid-size net, ${precision}`,
      peer: 'the net alone',
      peerValue: pure.rate,
      ourValue: await path('mid', precision),
      goal: 0.75,
      ...shared,
    })
  }
}
