import type { BiasFigure } from './bias-figure.ts'
import { checkBias } from './check-bias.ts'
import type { Evaluation, GateCheck, GatePolicy, ModelFigures, ReplayFigures } from './evaluation.ts'
import { meanF1 } from './figures.ts'
import { checkSafety, percent } from './gate-safety.ts'
import type { ModelReference } from './messages.ts'
import type { FrameTruth, SeenFrames } from './object-truth.ts'

export interface Contender {
  /** What the register says that it is. */
  readonly model: ModelReference
  readonly seen: SeenFrames
  readonly figures: ModelFigures
  readonly replay: ReplayFigures
}

export interface GateInput {
  readonly policy: GatePolicy
  /** That the site's rules ask for. */
  readonly ruleLabels: readonly string[]
  readonly truths: readonly FrameTruth[]
  /** SHA-256 of the videos that the dataset's training and validation frames come from. */
  readonly taughtVideos: readonly string[]
  readonly candidate: Contender
  readonly champion: Contender | undefined
  readonly alertsSavedPerDay: number
  /** Confirmed incidents that the candidate alone would miss. */
  readonly incidentsMissed: number
  /** Undefined where the test does not say when and in what light its frames were taken. */
  readonly bias: readonly BiasFigure[] | undefined
}

/** So few judged incidents that one more or less is chance. */
const leastIncidents = 20

/**
 * Decides whether a candidate is better than the champion. One failed check makes it worse; a check that cannot be answered
 * leaves the decision to a person; only when all of them pass is it better. Pure, and every answer comes with its numbers.
 */
export function judgeCandidate(input: GateInput): Evaluation['gate'] {
  const checks = [
    checkIdentity(input),
    checkNumbers(input),
    checkLeak(input),
    checkLabels(input),
    checkSamples(input),
    ...checkSafety(input),
    checkGain(input),
    checkIncidents(input),
    ...(input.bias === undefined ? [] : [checkBias(input.bias, input.policy)]),
  ]
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  const undecided = checks.filter(({ outcome }) => outcome === 'undecided')
  const [verdict, said, because] =
    failed.length > 0
      ? (['worse', 'The candidate must not replace the champion.', failed] as const)
      : undecided.length > 0
        ? (['undecided', 'A person must decide.', undecided] as const)
        : (['better', 'The candidate is better than the champion.', checks] as const)
  return { verdict, reason: [said, ...because.map(({ reason }) => reason)].join(' ').slice(0, 4000), checks }
}

/** What was run is what the register names: bytes count, not names. */
function checkIdentity({ candidate, champion, truths }: GateInput): GateCheck {
  const contenders = champion === undefined ? [candidate] : [candidate, champion]
  const swapped = contenders.find(({ model, seen, figures }) =>
    [seen.of.model, figures.model].some(({ digest }) => digest !== model.digest),
  )
  const partial = contenders.find(({ seen }) => !isWhole(seen, truths))
  const values = { contenders: contenders.length, frames: truths.length }
  if (swapped !== undefined) {
    const { model, seen } = swapped
    const reason = `${model.name} ${model.version} has the digest ${model.digest}, but ${seen.of.model.digest} was run.`
    return { name: 'identity', outcome: 'failed', values, about: [`${model.name} ${model.version}`], reason }
  }
  if (partial !== undefined) {
    const { model, seen } = partial
    const reason = `${model.name} ${model.version} was run on ${seen.frames.length} frames; the test has ${truths.length}.`
    const about = [`${model.name} ${model.version}`]
    return { name: 'identity', outcome: 'failed', values: { ...values, seen: seen.frames.length }, about, reason }
  }
  return { name: 'identity', outcome: 'passed', values, reason: 'What was run is what the register names, on every frame of the test.' }
}

function isWhole({ frames }: SeenFrames, truths: readonly FrameTruth[]): boolean {
  const seen = new Set(frames.map(({ frame }) => frame))
  return frames.length === truths.length && truths.every(({ frame }) => seen.has(frame))
}

function checkNumbers({ candidate, champion, alertsSavedPerDay, incidentsMissed }: GateInput): GateCheck {
  const broken = countBroken([candidate.figures, candidate.replay, champion?.figures, champion?.replay, alertsSavedPerDay, incidentsMissed])
  return broken === 0
    ? { name: 'numbers', outcome: 'passed', values: { broken }, reason: 'All figures are numbers.' }
    : { name: 'numbers', outcome: 'failed', values: { broken }, reason: `${broken} of the figures are no finite numbers.` }
}

function countBroken(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : 1
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((sum: number, part) => sum + countBroken(part), 0)
}

/** A model that has seen the video of the test knows it by heart. */
function checkLeak({ truths, taughtVideos }: GateInput): GateCheck {
  const taught = new Set(taughtVideos)
  const leaked = truths.filter(({ video }) => taught.has(video)).length
  const values = { frames: truths.length, leaked }
  if (leaked === 0) return { name: 'leak', outcome: 'passed', values, reason: 'No video of the test was trained on.' }
  return {
    name: 'leak',
    outcome: 'failed',
    values,
    reason: `${leaked} of ${truths.length} test frames are from videos that were trained on.`,
  }
}

function checkLabels({ ruleLabels, candidate }: GateInput): GateCheck {
  const missing = ruleLabels.filter((label) => !candidate.seen.of.labels.includes(label))
  const values = { wanted: ruleLabels.length, missing: missing.length }
  if (missing.length === 0)
    return { name: 'labels', outcome: 'passed', values, reason: 'It knows every label that the rules of the site ask for.' }
  return {
    name: 'labels',
    outcome: 'failed',
    values,
    about: missing.slice(0, 100),
    reason: `Rules of the site ask for ${missing.join(', ')}, which it does not know.`,
  }
}

/** Of every label that matters there must be enough: many bottles say nothing about leaks. */
function checkSamples({ truths, policy, ruleLabels, candidate }: GateInput): GateCheck {
  const { perClass } = candidate.figures
  const objects = Object.values(perClass).reduce((sum, one) => sum + one.objects, 0)
  const least = policy.leastObjects
  const scarce = ruleLabels.filter((label) => (perClass[label]?.objects ?? 0) < least)
  const values = { frames: truths.length, objects, least, scarce: scarce.length }
  if (objects < least)
    return { name: 'samples', outcome: 'undecided', values, reason: `The test has ${objects} objects; fewer than ${least} say little.` }
  if (scarce.length > 0) {
    const counts = scarce.map((label) => `${perClass[label]?.objects ?? 0} objects of ${label}`).join(', ')
    return {
      name: 'samples',
      outcome: 'undecided',
      values,
      about: scarce.slice(0, 100),
      reason: `The test has ${counts}; fewer than ${least} say little.`,
    }
  }
  return { name: 'samples', outcome: 'passed', values, reason: `The test has ${objects} objects on ${truths.length} frames.` }
}

/** As numbers: a text of a figure would sort 0.9 after 0.10. */
function checkGain({ candidate, champion, policy, alertsSavedPerDay }: GateInput): GateCheck {
  if (champion === undefined)
    return {
      name: 'gain',
      outcome: 'undecided',
      values: {},
      reason: 'There is no champion to compare with: this would be the first model.',
    }
  const [now, before] = [meanF1(candidate.figures), meanF1(champion.figures)]
  if (now === undefined || before === undefined)
    return { name: 'gain', outcome: 'undecided', values: {}, reason: 'The test has no objects to compare the models on.' }
  const gain = now - before
  const values = { candidate: now, champion: before, gain, least: policy.leastGain, alertsSavedPerDay }
  const said = `Mean F1 is ${percent(now)}, the champion's ${percent(before)}`
  if (gain <= -policy.leastGain) return { name: 'gain', outcome: 'failed', values, reason: `${said}: it is worse.` }
  if (gain >= policy.leastGain) return { name: 'gain', outcome: 'passed', values, reason: `${said}.` }
  if (alertsSavedPerDay > 0)
    return { name: 'gain', outcome: 'passed', values, reason: `${said}, and it saves ${alertsSavedPerDay.toFixed(2)} false alarms a day.` }
  return { name: 'gain', outcome: 'undecided', values, reason: `${said}: there is no clear difference.` }
}

function checkIncidents({ candidate, incidentsMissed, policy }: GateInput): GateCheck {
  const { confirmed, rejected } = candidate.replay
  const share = confirmed === 0 ? 0 : incidentsMissed / confirmed
  const values = { confirmed, rejected, missed: incidentsMissed, share }
  if (confirmed + rejected === 0)
    return { name: 'incidents', outcome: 'passed', values, reason: 'There are no judged incidents to play again.' }
  if (incidentsMissed === 0)
    return { name: 'incidents', outcome: 'passed', values, reason: `Played again, it misses none of ${confirmed} confirmed incidents.` }
  const isClear = confirmed >= leastIncidents && share > policy.recallTolerance
  const reason = `Played again, it alone would miss ${incidentsMissed} of ${confirmed} confirmed incidents.`
  return { name: 'incidents', outcome: isClear ? 'failed' : 'undecided', values, reason }
}
