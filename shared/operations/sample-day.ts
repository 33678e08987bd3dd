import { crashPoint } from '../crash-point.ts'
import { type DailySample, drawSample, type Footage, type SampleScore } from '../domain/daily-sample.ts'
import { rightFrom } from '../domain/figures.ts'
import { frameFacts } from '../domain/frame-facts.ts'
import type { Id } from '../domain/ids.ts'
import { matchPicture } from '../domain/match-boxes.ts'
import { type ReviewRequest, requestFor } from '../domain/review-request.ts'
import type { Ports } from '../ports.ts'
import { type FactPorts, gatherLabelFacts } from './gather-label-facts.ts'
import { inParallel } from './in-parallel.ts'
import { recordingsOverlapping } from './recordings-overlapping.ts'

export type SamplePorts = FactPorts & Pick<Ports, 'recordings' | 'changes' | 'frames'>

const usualThreshold = 0.4
const atOnce = 8

/**
 * Draws a day's sample, once: what comes later changes nothing of it. The night that follows takes the frames out of their
 * recordings and asks for their labels.
 *
 * @param day By the clock on the site's wall, from `from` to `to`
 */
export async function drawDay(
  ports: SamplePorts,
  { site, day, from, to, perCamera }: { site: Id; day: string; from: string; to: string; perCamera: number },
): Promise<DailySample | undefined> {
  if (perCamera === 0 || (await ports.quality.sample(site, day)) !== undefined) return undefined
  const footage: Footage[] = []
  for (const { id: camera } of await ports.fleet.cameras(site)) {
    for await (const { id, startedAt, endedAt } of recordingsOverlapping(ports, { site, camera, from, to })) {
      const inside = { startedAt: startedAt < from ? from : startedAt, endedAt: endedAt > to ? to : endedAt }
      if (inside.startedAt < inside.endedAt) footage.push({ id, camera, ...inside })
    }
  }
  const sample = drawSample(site, day, footage, perCamera)
  const requests = sample.drawn.map(({ request }) => request)
  await ports.quality.addRequests(requests)
  for (const recording of new Set(requests.map((request) => request.recording))) {
    await ports.changes.mark({ kind: 'recording', id: recording, site })
  }
  crashPoint('sample-asked')
  // Last: whoever dies before draws the same again, and asks and marks again.
  await ports.quality.saveSample(sample)
  return sample
}

/** Holds the model against the answers that have come since. A frame that was answered is counted once and for all. */
export async function scoreSample(ports: SamplePorts, sample: DailySample): Promise<DailySample> {
  const open = new Set(sample.drawn.filter(({ score }) => score === undefined).map(({ request }) => request.recording))
  if (open.size === 0) return sample
  const scores = new Map<string, SampleScore>()
  await inParallel(open, atOnce, async (recording) => {
    for (const [at, score] of await scoresOf(
      ports,
      recording,
      sample.drawn.map(({ request }) => request),
    ))
      scores.set(at, score)
  })
  if (scores.size === 0) return sample
  const drawn = sample.drawn.map((one) => {
    const score = one.score ?? scores.get(keyOf(one.request))
    return { request: one.request, ...(score !== undefined && { score }) }
  })
  const scored = { ...sample, drawn }
  await ports.quality.saveSample(scored)
  return scored
}

async function scoresOf(ports: SamplePorts, recording: Id, requests: readonly ReviewRequest[]): Promise<[string, SampleScore][]> {
  const manifest = await ports.frames.manifest(recording)
  if (manifest === undefined) return []
  const own = requests.filter((request) => request.recording === recording)
  const facts = await gatherLabelFacts(ports, manifest)
  return frameFacts(facts).flatMap(({ frame, edits, seen, thresholds }): [string, SampleScore][] => {
    const request = requestFor(frame, own)
    const model = seen[0]?.model.digest ?? facts.inferences[0]?.message.model.digest
    // Where no model looked there is nothing to hold against the answer.
    if (request === undefined || edits.counting === undefined || model === undefined) return []
    const { objects } = edits.counting
    const labels = [...new Set([...objects, ...seen].map(({ label }) => label))].sort()
    const perLabel = labels.map((label) => {
      const found = seen.filter((one) => one.label === label && one.confidence >= (thresholds[label] ?? usualThreshold))
      const wanted = objects.filter((one) => one.label === label).map(({ box }) => ({ box, isIgnored: false }))
      const matches = matchPicture({ found: found.map(({ confidence, box }) => ({ score: confidence, box })), wanted }, rightFrom)
      const right = matches.filter((match) => match.wanted >= 0).length
      return [label, { found: right, missed: wanted.length - right, wrong: matches.length - right }] as const
    })
    return [[keyOf(request), { model, perLabel: Object.fromEntries(perLabel) }]]
  })
}

function keyOf({ camera, at }: ReviewRequest): string {
  return `${camera}\n${at}`
}
