import { z } from 'zod'
import { Box } from './box.ts'
import type { ComparisonInputs } from './compare-models.ts'
import { Label } from './detection.ts'
import { rightFrom } from './figures.ts'
import { Id, Sha256 } from './ids.ts'
import { matchPicture } from './match-boxes.ts'
import { type FrameSeen, type FrameTruth, type ModelUnderTest, type SeenFrames, thresholdOf } from './object-truth.ts'

/** Which of the two gets a frame right: finds all that is on it, and sees nothing else. */
export const FrameOutcome = z.enum(['candidate', 'champion', 'both', 'neither'])
export type FrameOutcome = z.infer<typeof FrameOutcome>

const SeenBox = z.strictObject({ label: Label, confidence: z.number().min(0).max(1), box: Box, isRight: z.boolean() })

/** A frame of the test with what is on it and what each model sees there, at its thresholds. */
export const ComparedFrame = z.strictObject({
  frame: Sha256,
  camera: Id,
  outcome: FrameOutcome,
  objects: z.array(z.strictObject({ label: Label, box: Box, isFoundByCandidate: z.boolean(), isFoundByChampion: z.boolean().optional() })),
  candidate: z.array(SeenBox),
  /** Missing where there was no champion. */
  champion: z.array(SeenBox).optional(),
})
export type ComparedFrame = z.infer<typeof ComparedFrame>

interface Sight {
  readonly boxes: z.infer<typeof SeenBox>[]
  /** Places of the found objects in the truth. */
  readonly found: ReadonlySet<number>
  readonly isRight: boolean
}

/** Holds each frame of a test against what both models saw; the same matching as the figures rest on. In the order of the test. */
export function compareFrames({
  truths,
  candidate,
  champion,
}: Pick<ComparisonInputs, 'truths' | 'candidate' | 'champion'>): ComparedFrame[] {
  const one = sightsOf(truths, candidate.seen)
  const other = champion && sightsOf(truths, champion.seen)
  return truths.map(({ frame, camera, objects }, index) => {
    const [mine, theirs] = [one[index]!, other?.[index]]
    return {
      ...{ frame, camera, outcome: outcomeOf(mine.isRight, theirs?.isRight ?? false), candidate: mine.boxes },
      objects: objects.map(({ label, box }, at) => ({
        ...{ label, box, isFoundByCandidate: mine.found.has(at) },
        ...(theirs !== undefined && { isFoundByChampion: theirs.found.has(at) }),
      })),
      ...(theirs !== undefined && { champion: theirs.boxes }),
    }
  })
}

function outcomeOf(candidate: boolean, champion: boolean): FrameOutcome {
  if (candidate) return champion ? 'both' : 'candidate'
  return champion ? 'champion' : 'neither'
}

function sightsOf(truths: readonly FrameTruth[], { of, frames }: SeenFrames): Sight[] {
  const byFrame = new Map(frames.map((one) => [one.frame, one]))
  return truths.map((truth) => sightOf(truth, byFrame.get(truth.frame), of))
}

function sightOf({ objects }: FrameTruth, seen: FrameSeen | undefined, of: ModelUnderTest): Sight {
  const sure = (seen?.detections ?? []).filter(({ label, confidence }) => confidence >= thresholdOf(of, label))
  const found = new Set<number>()
  const boxes: Sight['boxes'] = []
  for (const label of new Set(sure.map((one) => one.label))) {
    const places = objects.flatMap((object, place) => (object.label === label ? [place] : []))
    const detections = sure.filter((one) => one.label === label).sort((a, b) => b.confidence - a.confidence)
    const wanted = places.map((place) => ({ box: objects[place]!.box, isIgnored: false }))
    const matches = matchPicture({ found: detections.map(({ confidence, box }) => ({ score: confidence, box })), wanted }, rightFrom)
    for (const [index, { confidence, box }] of detections.entries()) {
      const place = places[matches[index]?.wanted ?? -1]
      if (place !== undefined) found.add(place)
      boxes.push({ label, confidence, box, isRight: place !== undefined })
    }
  }
  return { boxes, found, isRight: found.size === objects.length && boxes.every((box) => box.isRight) }
}
