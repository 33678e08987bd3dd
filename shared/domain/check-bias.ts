import type { BiasFigure } from './bias-figure.ts'
import type { GateCheck, GatePolicy } from './evaluation.ts'
import { objectsFound } from './figures.ts'
import { differenceOfShares, type EstimatedShare, wilson } from './intervals.ts'
import type { FrameTruth, SeenFrames } from './object-truth.ts'

/** Mean luma of a picture below which it counts as dark, and above which as bright. */
const darkBelow = 0.25
const brightFrom = 0.65
const named = 3

/** Recall by camera, time of the day and lighting, the label's objects of the test each once. Labels that are nowhere are left out. */
export function measureBias(truths: readonly FrameTruth[], seen: SeenFrames, policy: GatePolicy): BiasFigure[] {
  const labels = [...new Set(truths.flatMap(({ objects }) => objects.map(({ label }) => label)))].sort()
  return labels.flatMap((label) => {
    const byFrame = truths.map((truth) => ({ groups: groupsOf(truth), found: objectsFound([truth], seen, label) }))
    const groups = [...new Set(byFrame.flatMap((one) => one.groups))].sort()
    return groups.flatMap((name): BiasFigure[] => {
      const [dimension = '', group = ''] = name.split('\n')
      const inDimension = byFrame.filter((one) => one.groups.some((other) => other.startsWith(`${dimension}\n`)))
      const [inside, outside] = [true, false].map((isInside) =>
        inDimension.filter((one) => one.groups.includes(name) === isInside).flatMap(({ found }) => found),
      ) as [boolean[], boolean[]]
      // One camera alone, or always the same light: there is nothing to compare.
      if (inside.length === 0 || outside.length === 0) return []
      const [recall, rest] = [share(inside), share(outside)]
      const { difference: gap, low, high } = differenceOfShares(rest, recall)
      const isFew = Math.min(inside.length, outside.length) < policy.leastBiasObjects
      const verdict = isFew ? 'few' : gap >= policy.largestRecallGap && low > 0 ? 'gap' : 'even'
      return [{ dimension: dimension as BiasFigure['dimension'], group, label, recall, rest, gap, low, high, verdict }]
    })
  })
}

/** Gaps do not refuse a model: whether they matter where they are is for people to say. */
export function checkBias(figures: readonly BiasFigure[], { largestRecallGap, leastBiasObjects }: GatePolicy): GateCheck {
  const gaps = figures.filter(({ verdict }) => verdict === 'gap').sort((a, b) => b.gap - a.gap)
  const few = figures.filter(({ verdict }) => verdict === 'few').length
  const values = { compared: figures.length - few, gaps: gaps.length, few, largest: gaps[0]?.gap ?? 0, allowed: largestRecallGap }
  const fewSaid = few === 0 ? '' : ` ${few} parts of the test have fewer than ${leastBiasObjects} objects and say little.`
  if (gaps.length === 0) {
    const reason = `No camera, time of the day or lighting is more than ${points(largestRecallGap)} behind the rest.${fewSaid}`
    return { name: 'bias', outcome: 'passed', values, reason }
  }
  const said = gaps.slice(0, named).map(({ label, dimension, group, recall, rest, gap }) => {
    return `recall of ${label} is ${points(gap)} lower ${placeOf[dimension]} ${group} (${recall.right} of ${recall.count}) than elsewhere (${rest.right} of ${rest.count})`
  })
  const more = gaps.length > named ? `, and ${gaps.length - named} more` : ''
  return {
    name: 'bias',
    outcome: 'undecided',
    values,
    reason: `Not everywhere as good: ${said.join('; ')}${more}.${fewSaid}`.slice(0, 1000),
  }
}

const placeOf = { camera: 'at camera', time: 'in the', light: 'in light that is' } as const

function groupsOf({ camera, localHour, brightness }: FrameTruth): string[] {
  return [
    `camera\n${camera}`,
    ...(localHour === undefined ? [] : [`time\n${timeOf(localHour)}`]),
    ...(brightness === undefined ? [] : [`light\n${brightness < darkBelow ? 'dark' : brightness >= brightFrom ? 'bright' : 'normal'}`]),
  ]
}

function timeOf(hour: number): string {
  if (hour < 6 || hour >= 22) return 'night'
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}

function share(found: readonly boolean[]): EstimatedShare {
  return wilson(found.filter(Boolean).length, found.length)
}

function points(gap: number): string {
  return `${(gap * 100).toFixed(1)} points`
}
