import sharp from 'sharp'
import { Fault } from '../domain/faults.ts'
import type { ModelCard } from '../domain/model-card.ts'
import { createRecordReader, type Record } from '../video/records.ts'
import { sendRecord } from '../video/send-record.ts'
import { placePicture } from './fit.ts'
import type { FromModel, ToModel } from './model-messages.ts'
import { messageOf } from './open-session.ts'
import { type Fitted, type TriedModel, tryModel } from './try-model.ts'

// Started by run-model.ts with limits on time and memory; the end of the input means that the parent is gone.
process.env.ORT_DISABLE_TELEMETRY = '1'
sharp.cache(false)
sharp.concurrency(1)

const mostPixels = 40_000_000

let opening: Promise<TriedModel> | undefined
let last: Promise<unknown> = Promise.resolve()

process.stdin.on('data', createRecordReader<ToModel>(accept))
process.stdin.once('end', leave)

function accept({ head, bytes }: Record<ToModel>): void {
  if (head.kind === 'open') {
    opening = tryModel(head.folder, head.isCheck)
    opening.then(({ card }) => send({ kind: 'opened' }, Buffer.from(JSON.stringify(card))), fail)
    return
  }
  // Decoded at once, on threads of its own, while the net is at work on the pictures before it.
  const decoded = opening?.then(({ card }) => decode(bytes, card))
  decoded?.catch(() => {})
  last = last.then(async () => {
    const [model, picture] = [await opening, await decoded]
    if (model === undefined || picture === undefined) return
    const { detections, inferenceMs } = await model.see(picture)
    send({ kind: 'seen', inferenceMs }, Buffer.from(JSON.stringify(detections)))
  })
  last.catch(fail)
}

/** Scaled down while it is decoded: what the net does not see is not worked out. */
async function decode(jpeg: Uint8Array, { input }: ModelCard): Promise<Fitted> {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new Fault('input-invalid', 'A picture is no JPEG.')
  try {
    const picture = sharp(jpeg, { limitInputPixels: mostPixels, failOn: 'error' })
    const { width, height } = input.fit === 'letterbox' ? await picture.metadata() : input
    const placement = placePicture(input, width, height)
    const fitted = picture.resize(placement.width, placement.height, { fit: 'fill', kernel: 'linear' }).removeAlpha().toColourspace('srgb')
    return { rgb: await fitted.raw().toBuffer(), placement }
  } catch (cause) {
    throw new Fault('input-invalid', `A picture cannot be decoded: ${messageOf(cause)}`, { cause })
  }
}

function fail(error: unknown): void {
  // What nobody expected comes of the file, as nothing else is different from one time to the next.
  const code =
    error instanceof Fault && (error.code === 'input-invalid' || error.code === 'inference-failed') ? error.code : 'model-invalid'
  const detail = error instanceof Fault ? (error.detail ?? error.message) : messageOf(error)
  send({ kind: 'failed', code, detail: detail.slice(0, 1000) })
  leave()
}

function send(head: FromModel, bytes?: Uint8Array): void {
  sendRecord(head, bytes)
}

/** At once: the runtime's own threads may still be running. */
function leave(): void {
  process.kill(process.pid, 'SIGKILL')
}
