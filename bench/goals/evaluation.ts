// A candidate on the frames of a test: JPEG by JPEG through the limited process that runs models nobody trusts yet, against the
// net alone, in this process, on the same frames already decoded. Opening the model is left out on both sides.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { createModelRunner } from '../../shared/adapters/model-runner.ts'
import { median } from '../../shared/domain/median.ts'
import { openSession } from '../../shared/vision/open-session.ts'
import { cardOf, midNet, writeNet } from '../edge/nets.ts'
import { softPicture } from '../edge/soft-picture.ts'
import { report } from '../report.ts'

process.env.ORT_DISABLE_TELEMETRY = '1'
const [width, height, frames, warmUp, rounds] = [640, 360, 120, 10, 3]

const bytes = writeNet(midNet, 'float', [])
const card = cardOf(midNet, bytes)
const folder = await mkdtemp(join(tmpdir(), 'evaluation-'))
try {
  await writeFile(join(folder, 'model.onnx'), bytes)
  await writeFile(join(folder, 'model.json'), JSON.stringify(card))
  const pictures = await Promise.all(Array.from({ length: frames + warmUp }, (_, index) => softPicture(index, width, height)))
  const [bare, ours]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    bare.push(await netAlone(pictures))
    ours.push(await evaluated(pictures))
  }
  report({
    ...{ what: 'Evaluation of a model, JPEG to detections', peer: 'bare ONNX Runtime', unit: 'frames/s', better: 'higher', goal: 0.9 },
    ...{ peerValue: median(bare), ourValue: median(ours), note: 'mid-size net, one model at a time' },
  })
} finally {
  await rm(folder, { recursive: true })
}

async function netAlone(pictures: readonly Uint8Array[]): Promise<number> {
  const session = await openSession(card, bytes, 1, 'node')
  const tensors = await Promise.all(
    pictures.map((jpeg) => sharp(jpeg).resize(card.input.width, card.input.height, { fit: 'fill' }).removeAlpha().raw().toBuffer()),
  )
  let startedAt = 0
  for (const [index, tensor] of tensors.entries()) {
    if (index === warmUp) startedAt = performance.now()
    await session.run(new Uint8Array(tensor))
  }
  const perSecond = (frames * 1000) / (performance.now() - startedAt)
  await session.release()
  return perSecond
}

async function evaluated(pictures: readonly Uint8Array[]): Promise<number> {
  async function* inTurn() {
    yield* pictures
  }
  let [seen, startedAt] = [0, 0]
  for await (const _ of createModelRunner().detect({ path: folder }, inTurn())) if (++seen === warmUp) startedAt = performance.now()
  return (frames * 1000) / (performance.now() - startedAt)
}
