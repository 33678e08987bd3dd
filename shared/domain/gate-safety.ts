import type { GateCheck } from './evaluation.ts'
import { objectsFound } from './figures.ts'
import type { GateInput } from './gate.ts'
import { pairedDifference } from './paired-difference.ts'

/** One check a label whose recall may not fall. */
export function checkSafety(input: GateInput): GateCheck[] {
  return [...new Set(input.policy.safetyLabels)].sort().map((label, index) => checkLabel(input, label, `safety-${index + 1}`))
}

/**
 * Object by object, on the same frames: with 10 % of the objects found by one model only, 813 objects are needed to notice a
 * fall of some points for sure, so fewer leave the decision to a person. A fall that is clear even so fails at once.
 */
function checkLabel({ policy, truths, candidate, champion }: GateInput, label: string, name: string): GateCheck {
  const { recallTolerance: tolerance, leastSafetyObjects: least } = policy
  const found = objectsFound(truths, candidate.seen, label)
  if (champion === undefined) {
    const reason = `There is no champion whose recall of ${label} must be kept.`
    return { name, outcome: 'undecided', values: { objects: found.length }, about: [label], reason }
  }
  const { count, difference, low, high } = pairedDifference(found, objectsFound(truths, champion.seen, label))
  const check = { name, values: { objects: count, difference, low, high, tolerance, least }, about: [label] }
  const said = `Recall of ${label} changes by ${points(difference)} (95 % interval ${points(low)} to ${points(high)})`
  if (count > 0 && high < -tolerance) return { ...check, outcome: 'failed', reason: `${said}: it falls.` }
  if (count < least) {
    const reason = `The test has ${count} objects of ${label}; ${least} are needed to be sure that its recall does not fall.`
    return { ...check, outcome: 'undecided', reason }
  }
  if (low < -tolerance) return { ...check, outcome: 'failed', reason: `${said}: it may fall by more than ${points(tolerance)}.` }
  return { ...check, outcome: 'passed', reason: `${said}.` }
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function points(share: number): string {
  return `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)} points`
}
