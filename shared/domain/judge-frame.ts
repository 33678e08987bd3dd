import { iou } from './box.ts'
import type { FrameFacts } from './frame-facts.ts'
import type { Annotation, FrameEdit, FrameGroup, FrameLabels } from './frame-labels.ts'
import type { IncidentClaim } from './incident-claim.ts'
import type { Seen } from './sightings.ts'

type Judgement = Pick<FrameLabels, 'group' | 'state' | 'doubt' | 'annotations' | 'absent'>
type Stances = ReadonlyMap<string, IncidentClaim['stance']>

/** Where no rule of the camera names a confidence for a label. */
const usualThreshold = 0.5

/** Two boxes of a label that overlap so much are one object. */
const sameObjectIou = 0.5

/** What a frame teaches. A labeler's whole answer comes first, then verdicts and reports; the model alone teaches nothing. */
export function judgeFrame(facts: FrameFacts): Judgement {
  const { counting, isWaiting } = facts.edits
  if (counting !== undefined) return judgedByEdit(facts, counting)
  const judgement = judgedByVerdicts(facts)
  return isWaiting && judgement.state !== 'labelled' ? { ...judgement, state: 'undecided', doubt: 'second-opinion' } : judgement
}

function judgedByEdit({ claims, seen, thresholds }: FrameFacts, { who, at, seq, objects, about = [] }: FrameEdit): Judgement {
  const here = new Set(objects.map(({ label }) => label))
  const claimed = [...claims.map(({ label }) => label), ...seen.filter(isSure(thresholds)).map(({ label }) => label), ...about]
  const absent = claimed.filter((label) => !here.has(label))
  const annotations = objects.map(({ label, box }): Annotation => {
    return { label, box, source: { kind: 'person', who, at }, because: { kind: 'edit', seq, at } }
  })
  const emptyGroup = absent.length > 0 ? 'false-positive' : 'background'
  return { group: objects.length > 0 ? 'positive' : emptyGroup, state: 'labelled', annotations, absent }
}

function judgedByVerdicts(facts: FrameFacts): Judgement {
  const stances = stancesOf(facts)
  const withStance = (...wanted: readonly IncidentClaim['stance'][]) =>
    [...stances].filter(([, stance]) => wanted.includes(stance)).map(([label]) => label)
  const absent = withStance('rejected')
  const drawn = facts.drawn.filter(({ label }) => stances.get(label) !== 'conflict')
  const certain = [...drawn, ...confirmedSightings(facts, stances)]
  // Confirmed, but nobody knows where on this frame: taught as it is, it would say that nothing is there.
  const lost = withStance('confirmed').filter((label) => !certain.some((known) => known.label === label))
  const isAssumed = drawn.length === 0 && facts.frame.reasons.includes('unsure')
  const doubt = doubtOf(stances, lost, isAssumed)
  const isJudged = certain.length > 0 || absent.length > 0 || (doubt !== undefined && doubt !== 'unsure')
  if (!isJudged) return unjudged(facts)
  const annotations = [...certain, ...assumed(facts, certain, stances)]
  const group = groupOf(facts, certain)
  return doubt === undefined ? { group, state: 'labelled', annotations, absent } : { group, state: 'undecided', doubt, annotations, absent }
}

/** What people say of each label here. Those who differ, in one incident or in two, leave it undecided. */
function stancesOf({ claims, drawn }: FrameFacts): Stances {
  const judged = claims.filter(({ stance }) => stance !== 'unjudged')
  const byLabel = Map.groupBy(judged, ({ label }) => label)
  return new Map(
    [...byLabel].map(([label, ofLabel]) => {
      const [stance = 'unjudged', ...others] = new Set(ofLabel.map((claim) => claim.stance))
      const isContradicted = stance === 'rejected' && drawn.some((box) => box.label === label)
      return [label, others.length > 0 || isContradicted ? 'conflict' : stance]
    }),
  )
}

/** A frame that was taken because the model was least sure is not taught by its word, whatever was said of the incident. */
function doubtOf(stances: Stances, lost: readonly string[], isAssumed: boolean): FrameLabels['doubt'] {
  const values = [...stances.values()]
  if (values.includes('conflict')) return 'conflict'
  if (values.includes('inconclusive')) return 'inconclusive'
  return lost.length > 0 || isAssumed ? 'unsure' : undefined
}

/** Those in doubt lie with what somebody said of them, so that a labeler finds them among their like. */
function groupOf({ claims }: FrameFacts, certain: readonly Annotation[]): FrameGroup {
  const votes = new Set(claims.flatMap((claim) => [...claim.votes]))
  if (certain.length > 0 || votes.has('confirmed')) return 'positive'
  return votes.has('rejected') ? 'false-positive' : 'background'
}

/** The model's word alone. Where it was least sure, a labeler's is worth most. */
function unjudged({ frame }: FrameFacts): Judgement {
  const nothing = { group: 'background', annotations: [], absent: [] } as const
  const state = frame.reasons.includes('unsure') ? ({ state: 'undecided', doubt: 'unsure' } as const) : ({ state: 'unjudged' } as const)
  return { ...nothing, annotations: [], absent: [], ...state }
}

/**
 * The model's boxes of the labels that were confirmed, where no person drew better ones: who drew on this very picture for
 * the incident, and drew none of its label, saw none.
 */
function confirmedSightings({ seen, drawn, claims }: FrameFacts, stances: Stances): Annotation[] {
  const inVerdicts = drawn.filter(({ because }) => because.kind === 'verdict')
  const drawnInVerdicts = new Set(inVerdicts.map(({ label }) => label))
  const drawnIncidents = new Set(inVerdicts.map(({ because }) => because.incident))
  return seen
    .filter(({ label }) => stances.get(label) === 'confirmed' && !drawnInVerdicts.has(label))
    .filter((sighting) => !drawn.some((box) => isSameObject(box, sighting)))
    .flatMap((sighting) => {
      const claim = claims.find(({ label, stance }) => label === sighting.label && stance === 'confirmed')
      if (claim?.verdict === undefined || drawnIncidents.has(claim.incident)) return []
      const { seq, at } = claim.verdict
      return [fromModel(sighting, { kind: 'verdict', incident: claim.incident, seq, at })]
    })
}

/** What else the model is sure of: a picture whose other objects had no box would teach to overlook them. */
function assumed({ seen, thresholds, drawn }: FrameFacts, certain: readonly Annotation[], stances: Stances): Annotation[] {
  const settled = new Set(drawn.filter(({ because }) => because.kind === 'verdict').map(({ label }) => label))
  return seen
    .filter(isSure(thresholds))
    .filter(({ label }) => !stances.has(label) && !settled.has(label))
    .filter((sighting) => !certain.some((known) => isSameObject(known, sighting)))
    .map((sighting) => fromModel(sighting, { kind: 'assumed' }))
}

function isSameObject(a: Pick<Annotation, 'label' | 'box'>, b: Pick<Annotation, 'label' | 'box'>): boolean {
  return a.label === b.label && iou(a.box, b.box) >= sameObjectIou
}

function isSure(thresholds: Readonly<Record<string, number>>): (seen: Seen) => boolean {
  return ({ label, confidence }) =>
    confidence >= (Object.hasOwn(thresholds, label) ? (thresholds[label] ?? usualThreshold) : usualThreshold)
}

function fromModel({ label, box, confidence, model, track, isInterpolated }: Seen, because: Annotation['because']): Annotation {
  return { label, box, source: { kind: 'model', model, confidence, isInterpolated, ...(track !== undefined && { track }) }, because }
}
