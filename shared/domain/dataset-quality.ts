import { z } from 'zod'
import type { DatasetHeader } from './dataset.ts'
import type { DatasetStatistics } from './dataset-statistics.ts'
import { compareText } from './dataset-version.ts'
import type { ItemFacts } from './watch-items.ts'

/** Of a long list. */
const mostNamed = 5

export const QualityFinding = z.strictObject({
  check: z.enum([
    'leak',
    'empty-split',
    'few-in-test',
    'imbalance',
    'no-false-positives',
    'label-conflicts',
    'left-out',
    'tiny-boxes',
    'duplicates',
    'near-duplicates',
    'narrow',
    'assumed',
  ]),
  severity: z.enum(['critical', 'warning', 'info', 'good']),
  count: z.number().nonnegative(),
  /** A sentence for a person, in English. */
  text: z.string(),
  /** What it names with how many, so that pages can say it in the reader's language. Not in versions made earlier. */
  about: z
    .array(z.strictObject({ name: z.string(), count: z.number().nonnegative() }))
    .max(mostNamed)
    .optional(),
})
export type QualityFinding = z.infer<typeof QualityFinding>

/** `quality.json` */
export const DatasetQuality = z.strictObject({ findings: z.array(QualityFinding) })
export type DatasetQuality = z.infer<typeof DatasetQuality>

const severities = ['critical', 'warning', 'info', 'good']
/** With fewer objects of a label in the test, one object more or less moves its recall by over three points. */
const enoughForTest = 30
/** The most frequent label may have so many times the objects of the rarest. */
const fairRatio = 10

/** What a person should know before a model is trained on it, the worst first. */
export function judgeQuality(header: DatasetHeader, statistics: DatasetStatistics, facts: ItemFacts): readonly QualityFinding[] {
  const findings = [
    leak(facts),
    ...emptySplits(header),
    ...fewInTest(header, statistics),
    imbalance(header, statistics),
    falsePositives(header),
    finding('label-conflicts', 'warning', facts.conflicts, (n) => `${frames(n)} said two different things; the first answer was kept.`),
    ...leftOut(header),
    finding(
      'tiny-boxes',
      'warning',
      statistics.tinyBoxes,
      (n) => `${boxes(n)} less than 2 % of the picture wide or high: a detector hardly sees them.`,
    ),
    finding(
      'duplicates',
      'info',
      facts.duplicates,
      (n) => `${frames(n)} came twice, byte for byte, and ${n === 1 ? 'is' : 'are'} in it once.`,
    ),
    finding(
      'near-duplicates',
      'info',
      facts.nearDuplicates,
      (n) => `${frames(n)} of validate and test look like one of train: figures on them flatter.`,
    ),
    narrow(header, statistics),
    finding('assumed', 'info', assumed(statistics), (n) => `${boxes(n)} the model's word alone: nobody confirmed them.`),
  ]
  return findings.filter((one) => one !== undefined).sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

function leak({ leaks }: ItemFacts): QualityFinding {
  const text =
    leaks.length === 0
      ? 'No recording, incident or picture is in two splits.'
      : `In two splits at once: ${leaks.join(', ')}. This version must not be used.`
  const about = leaks.slice(0, mostNamed).map((name) => ({ name, count: 2 }))
  return { check: 'leak', severity: leaks.length === 0 ? 'good' : 'critical', count: leaks.length, text, about }
}

function emptySplits({ counts }: DatasetHeader): QualityFinding[] {
  const consequences = {
    train: 'there is nothing to learn from',
    validate: 'thresholds cannot be chosen',
    test: 'models cannot be compared',
  }
  return (['train', 'validate', 'test'] as const)
    .filter((split) => counts[split].frames === 0)
    .map((split) => ({
      about: [{ name: split, count: 0 }],
      ...{ check: 'empty-split' as const, severity: split === 'train' ? ('critical' as const) : ('warning' as const), count: 1 },
      text: `Split ${split} is empty: ${consequences[split]}. It fills by itself with more scenes.`,
    }))
}

function fewInTest({ labels, counts }: DatasetHeader, statistics: DatasetStatistics): QualityFinding[] {
  if (counts.test.frames === 0) return []
  const rare = labels
    .map((label) => ({ label, count: statistics.labels.find((one) => one.label === label && one.split === 'test')?.annotations ?? 0 }))
    .filter(({ count }) => count < enoughForTest)
    .sort((a, b) => a.count - b.count)
  if (rare.length === 0) return []
  const named = rare.slice(0, mostNamed).map(({ label, count }) => `“${label}” (${count})`)
  const more = rare.length > mostNamed ? ` and ${rare.length - mostNamed} more` : ''
  const text = `The test has few objects of ${named.join(', ')}${more}; with fewer than ${enoughForTest} the figures of a label jump.`
  const about = rare.slice(0, mostNamed).map(({ label, count }) => ({ name: label, count }))
  return [{ check: 'few-in-test', severity: 'warning', count: rare.length, text, about }]
}

function imbalance({ labels }: DatasetHeader, statistics: DatasetStatistics): QualityFinding | undefined {
  const counts = labels
    .map((label) => ({ label, count: statistics.labels.reduce((all, one) => (one.label === label ? all + one.annotations : all), 0) }))
    .sort((a, b) => b.count - a.count || compareText(a.label, b.label))
  const [most, least] = [counts[0], counts.at(-1)]
  if (most === undefined || least === undefined || most.count <= fairRatio * Math.max(1, least.count)) return undefined
  const ratio = Math.round(most.count / Math.max(1, least.count))
  const text = `There are ${most.count} objects of “${most.label}” and ${least.count} of “${least.label}”, ${ratio} to 1: the rare one is learned badly.`
  const about = [most, least].map(({ label, count }) => ({ name: label, count }))
  return { check: 'imbalance', severity: 'warning', count: ratio, text, about }
}

function falsePositives({ counts, items }: DatasetHeader): QualityFinding | undefined {
  const count = counts.train.falsePositive + counts.validate.falsePositive + counts.test.falsePositive
  if (count > 0 || items === 0) return undefined
  return {
    check: 'no-false-positives',
    severity: 'info',
    count: 0,
    text: 'Nobody rejected anything yet: the model does not learn what is none.',
  }
}

function leftOut({ leftOut }: DatasetHeader): QualityFinding[] {
  const count = leftOut['bridges-splits'] ?? 0
  if (count === 0) return []
  return [{ check: 'left-out', severity: 'warning', count, text: `${frames(count)} left out: their incidents reach into two splits.` }]
}

function narrow({ splitBy, items }: DatasetHeader, { cameras, days }: DatasetStatistics): QualityFinding | undefined {
  const apart = splitBy === 'scene' ? 'apart by scene only' : `apart by camera and ${splitBy}`
  if (items === 0 || (cameras.length > 1 && days.length > 1)) return undefined
  const what = [cameras.length === 1 ? 'one camera' : undefined, days.length === 1 ? 'one day' : undefined].filter(
    (one) => one !== undefined,
  )
  const text = `All of it is from ${what.join(' and ')}, and splits are kept ${apart}: figures on the test say little about others.`
  const about = [
    { name: 'cameras', count: cameras.length },
    { name: 'days', count: days.length },
  ]
  return { check: 'narrow', severity: 'warning', count: 1, text, about }
}

function assumed({ provenance }: DatasetStatistics): number {
  return provenance.find(({ kind }) => kind === 'assumed')?.annotations ?? 0
}

function finding(
  check: QualityFinding['check'],
  severity: QualityFinding['severity'],
  count: number,
  text: (count: number) => string,
): QualityFinding | undefined {
  return count === 0 ? undefined : { check, severity, count, text: text(count) }
}

function frames(count: number): string {
  return count === 1 ? '1 frame' : `${count} frames`
}

function boxes(count: number): string {
  return count === 1 ? '1 box is' : `${count} boxes are`
}
