import { AV_FRAME_FLAG_CORRUPT, AV_FRAME_FLAG_KEY, AVERROR_EAGAIN, AVERROR_EOF } from 'node-av/constants'
import { Codec, CodecContext, Frame } from 'node-av/lib'
import { createJpegWriter, type Jpeg, type JpegWriter } from './jpeg-writer.ts'
import { limits } from './limits.ts'
import { type PacketPlan, planPackets } from './plan-packets.ts'
import { listPackets, openReading, type Reading } from './read-packets.ts'
import type { SplitTask } from './split-messages.ts'
import { stopWithoutMemory } from './stop-without-memory.ts'

// Only split-process.ts may import this file: FFmpeg inside node-av is GPL and can crash, so it stays in that process.

export interface TakenFrame extends Jpeg {
  readonly ptsMs: number
  readonly index: number
  readonly isKey: boolean
}

export interface Taken {
  readonly wanted: number
  readonly sent: number
  /** What was wrong with the file, where something was. */
  readonly problem: string | undefined
}

/** As many pictures are made into JPEGs while the next ones are decoded. */
const writersAtOnce = 2

/** Takes the wanted frames out of a file, in presentation order. Damaged pictures and what leans on them are left out. */
export async function splitFile(task: SplitTask, send: (frame: TakenFrame) => void): Promise<Taken> {
  const first = openReading(task.file)
  const packets = listPackets(first)
  const isBroken = first.isBroken
  first.close()
  const plan = planPackets(packets, task.times, task.keyframeTimes)
  if (packets.ptsMs.length === 0) throw new Error('None of its pictures can be read.')
  const taken = plan.wanted.size === 0 ? { sent: 0, damagedAtMs: undefined } : await decode(task, plan, packets, send)
  const brokenProblem = isBroken ? 'Parts of it cannot be read.' : undefined
  const damageProblem =
    taken.damagedAtMs === undefined ? undefined : `Pictures are damaged from ${(taken.damagedAtMs / 1000).toFixed(2)} s on.`
  const missing = plan.wanted.size - taken.sent
  const missingProblem = missing === 0 ? undefined : `${missing} of ${plan.wanted.size} wanted pictures cannot be decoded.`
  const problem = [brokenProblem, damageProblem, missingProblem].filter((text) => text !== undefined).join(' ')
  return { wanted: plan.wanted.size, sent: taken.sent, problem: problem === '' ? undefined : problem }
}

async function decode(
  task: SplitTask,
  plan: PacketPlan,
  packets: { readonly ptsMs: readonly number[]; readonly isKey: readonly boolean[] },
  send: (frame: TakenFrame) => void,
): Promise<{ sent: number; damagedAtMs: number | undefined }> {
  const reading = openReading(task.file)
  const decoder = openDecoder(reading, plan)
  const waiting = new Map([...plan.wanted].map(([packet, index]) => [packets.ptsMs[packet] as number, { packet, index }]))
  const line = createWriterLine(task)
  const frame = new Frame()
  frame.alloc()
  let damagedAtMs: number | undefined
  let isDamaged = false
  let sent = 0

  for (let number = 0; number < plan.end && reading.next(); number++) {
    if (plan.isNeeded[number] === 0) continue
    const code = decoder.sendPacketSync(reading.packet)
    stopWithoutMemory(code)
    if (code < 0 && code !== AVERROR_EAGAIN) noteDamage(packets.ptsMs[number] as number)
    await receive()
  }
  decoder.sendPacketSync(null)
  await receive()
  await line.finish()
  frame.free()
  decoder.freeContext()
  reading.close()
  return { sent, damagedAtMs }

  function noteDamage(ptsMs: number): void {
    isDamaged = true
    damagedAtMs ??= Math.max(0, ptsMs - plan.firstMs)
  }

  async function receive(): Promise<void> {
    for (;;) {
      const code = decoder.receiveFrameSync(frame)
      stopWithoutMemory(code)
      if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return
      if (code < 0) {
        noteDamage(plan.firstMs)
        return
      }
      await take()
      frame.unref()
    }
  }

  async function take(): Promise<void> {
    const ptsMs = reading.toMs(frame.bestEffortTimestamp)
    if ((frame.flags & AV_FRAME_FLAG_CORRUPT) !== 0 || frame.decodeErrorFlags !== 0) noteDamage(ptsMs)
    else if ((frame.flags & AV_FRAME_FLAG_KEY) !== 0) isDamaged = false
    const found = waiting.get(ptsMs)
    if (isDamaged || found === undefined) return
    waiting.delete(ptsMs)
    sent++
    const isKey = packets.isKey[found.packet] === true
    await line.write(frame, (jpeg) => send({ ...jpeg, ptsMs: ptsMs - plan.firstMs, index: found.index, isKey }))
  }
}

function openDecoder({ stream }: Reading, plan: PacketPlan): CodecContext {
  const { codecpar } = stream
  const codec = Codec.findDecoder(codecpar.codecId)
  if (codec === null) throw new Error('There is no decoder for it.')
  // FFmpeg would otherwise learn this on the way, and lose pictures while it does.
  codecpar.videoDelay = plan.reorder
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  decoder.parametersToContext(codecpar)
  decoder.pktTimebase = stream.timeBase
  decoder.threadCount = plan.wanted.size > plan.end / 4 ? 1 : 2
  // What the file says of its size and what its pictures say need not be the same.
  decoder.setOption('max_pixels', limits.side * limits.side)
  const code = decoder.open2Sync(codec, null)
  stopWithoutMemory(code, true)
  if (code < 0) throw new Error(`The decoder cannot be opened (code ${code}).`)
  return decoder
}

/** Writers in turn: a frame waits for a free one, and what they have made is handed over in the order of the frames. */
function createWriterLine(task: SplitTask) {
  const idle: JpegWriter[] = []
  let open = 0
  let last: Promise<void> = Promise.resolve()
  let wake: () => void = () => {}
  let failure: unknown

  async function freeWriter(frame: Frame): Promise<JpegWriter> {
    while (idle.length === 0 && open >= writersAtOnce) await new Promise<void>((resolve) => (wake = resolve))
    const known = idle.pop()
    if (known !== undefined && known.shape.width === frame.width && known.shape.height === frame.height) return known
    known?.close()
    if (known === undefined) open++
    return createJpegWriter({ width: frame.width, height: frame.height, rotation: task.rotation, qscale: task.jpegQscale })
  }

  return {
    write: async (frame: Frame, done: (jpeg: Jpeg) => void) => {
      if (failure !== undefined) throw failure
      const writer = await freeWriter(frame)
      const made = writer.write(frame)
      const before = last
      last = made
        .then(async (jpeg) => {
          idle.push(writer)
          wake()
          await before
          done(jpeg)
        })
        .catch((error) => {
          failure ??= error
          idle.push(writer)
          wake()
        })
    },
    finish: async () => {
      await last
      for (const writer of idle) writer.close()
      if (failure !== undefined) throw failure
    },
  }
}
