// The scoring endpoint with eight programs asking at once, beside the net alone on the same pictures already decoded; then a minute
// of ten times what it can do, in which its memory must not grow.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startScoring } from '../../edge/scoring/start-scoring.ts'
import { median } from '../../shared/domain/median.ts'
import { createDetector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'
import { openSession } from '../../shared/vision/open-session.ts'
import { cardOf, midNet, writeNet } from '../edge/nets.ts'
import { softPicture } from '../edge/soft-picture.ts'
import { report } from '../report.ts'

process.env.ORT_DISABLE_TELEMETRY = '1'
const [width, height, pictures, rounds, atOnce, overloadSeconds] = [640, 360, 160, 3, 8, 60]

const bytes = writeNet(midNet, 'float', [])
const card = cardOf(midNet, bytes)
const folder = await mkdtemp(join(tmpdir(), 'scoring-'))
try {
  await writeFile(join(folder, 'model.onnx'), bytes)
  await writeFile(join(folder, 'model.json'), JSON.stringify(card))
  const jpegs = await Promise.all(Array.from({ length: 32 }, (_, index) => softPicture(index, width, height)))
  const detector = await createDetector(await loadModel(folder))
  const health = () => ({
    ...({ state: 'ok', problem: undefined, uptimeSeconds: 0, moduleVersion: '0', model: detector.model } as const),
    cameras: [],
    ...{ queueDepth: 0, evictedMessages: 0, diskUsedBytes: 0, diskQuotaBytes: 0, behaviour: undefined },
  })
  const endpoint = await startScoring({ host: '127.0.0.1', port: 0, detector, health })
  const agent = new Agent({ keepAlive: true, maxSockets: 200 })
  try {
    const [bare, ours]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      bare.push(await netAlone())
      ours.push(await scored(endpoint.url, agent, jpegs))
    }
    report({
      ...{
        what: 'POST /score, eight at once, JPEG to detections',
        peer: 'bare ONNX Runtime',
        unit: 'pictures/s',
        better: 'higher',
        goal: 0.8,
      },
      ...{ peerValue: median(bare), ourValue: median(ours), note: 'mid-size net, pictures of 640 × 360' },
    })
    await overload(endpoint.url, agent, jpegs)
  } finally {
    agent.destroy()
    await endpoint.close()
    await detector.close()
  }
} finally {
  await rm(folder, { recursive: true })
}

async function netAlone(): Promise<number> {
  const session = await openSession(card, bytes, 1, 'node')
  const tensor = new Uint8Array(card.input.width * card.input.height * 3)
  await session.run(tensor)
  const startedAt = performance.now()
  for (let index = 0; index < pictures; index++) await session.run(tensor)
  const perSecond = (pictures * 1000) / (performance.now() - startedAt)
  await session.release()
  return perSecond
}

async function scored(url: string, agent: Agent, jpegs: readonly Uint8Array[]): Promise<number> {
  let next = 0
  const startedAt = performance.now()
  const client = async () => {
    while (next < pictures) {
      const { status } = await post(url, agent, jpegs[next++ % jpegs.length]!)
      if (status !== 200) throw new Error(`A picture was answered with ${status}.`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, client))
  return (pictures * 1000) / (performance.now() - startedAt)
}

/** Ten times as many programs as it takes pictures at once, without a pause. */
async function overload(url: string, agent: Agent, jpegs: readonly Uint8Array[]): Promise<void> {
  const counts = new Map<number, number>()
  const megabytes: number[] = []
  const end = performance.now() + overloadSeconds * 1000
  // What the first seconds take is taken once: the heap, the decoder's caches, sockets.
  const sampling = setInterval(
    () => performance.now() > end - (overloadSeconds - 15) * 1000 && megabytes.push(process.memoryUsage.rss() / 2 ** 20),
    500,
  )
  const client = async (index: number) => {
    while (performance.now() < end) {
      const { status } = await post(url, agent, jpegs[index % jpegs.length]!)
      counts.set(status, (counts.get(status) ?? 0) + 1)
      // A program that minds the answer waits a second; ten times the load is what comes from those that wait a tenth of it.
      if (status === 429) await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  await Promise.all(Array.from({ length: 160 }, (_, index) => client(index)))
  clearInterval(sampling)
  const third = Math.floor(megabytes.length / 3)
  report({
    ...{ what: `${overloadSeconds} s of ten times as many programs: memory in the last third`, peer: 'in the first third', unit: 'MB' },
    ...{ better: 'lower', goal: 0.95, peerValue: median(megabytes.slice(0, third)), ourValue: median(megabytes.slice(-third)) },
    note: [...counts].map(([status, times]) => `${times} × ${status}`).join(', '),
  })
}

function post(url: string, agent: Agent, body: Uint8Array): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}/score`, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'image/jpeg', 'content-length': body.length },
    })
    call.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode ?? 0 }))
    })
    call.on('error', reject)
    call.end(body)
  })
}
