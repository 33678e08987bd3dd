/**
 * Another reading of docs/compliance.md, as tables over plain stories. Imports nothing of the product, and shares nothing
 * with it but words.
 */
export interface Story {
  readonly kind: 'inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly'
  readonly camera: string | undefined
  /** Monday is 0; minutes since midnight by the clock on the wall. */
  readonly weekday: number
  readonly minute: number
  readonly ageHours: number
  readonly region: string
  /** What was seen, frame by frame, with how sure the model was. */
  readonly frames: readonly (readonly { readonly label: string; readonly confidence: number }[])[]
  readonly severity: string | undefined
  readonly rule: string | undefined
  readonly state: 'fine' | 'gone' | 'broken'
  readonly longSide: number
  readonly model: 'sees-people' | 'sees-bottles' | 'unknown'
  readonly wasLookedAt: boolean
}

export const tenRules = {
  regions: ['laptop', 'westeurope'],
  retentionDays: { short: 2, standard: 10, long: 40 },
  longSide: 1000,
  workingHours: [
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '06:00', to: '14:00' },
    { days: ['sat'], from: '22:00', to: '02:00' },
  ],
  people: {
    labels: ['Person', 'hand'],
    cameras: {
      'line-2': { people: 'masks', masks: [{ left: 0, top: 0, width: 0.1, height: 1 }] },
      'line-3': { people: 'nobody' },
    },
  },
  rules: [
    { id: 'night-pictures', when: { kinds: ['snapshot'], hours: 'other' }, action: 'quarantine' },
    { id: 'gate-stays', when: { cameras: ['gate'] }, action: 'withhold' },
    { id: 'critical-leaves', when: { kinds: ['incident'], severities: ['critical'] }, action: 'release', retention: 'long' },
    { id: 'unsure-stays', when: { confidenceBelow: 0.3 }, action: 'withhold' },
    { id: 'forklift-and-people', when: { labels: ['forklift'], people: true }, action: 'quarantine' },
    { id: 'people-dropped', when: { kinds: ['inferences'], people: true }, action: 'release', people: 'drop', retention: 'short' },
    {
      id: 'line-pictures',
      when: { kinds: ['snapshot'], hours: 'working', cameras: ['line-1', 'line-2', 'line-3'] },
      action: 'release',
      longSide: 400,
    },
    { id: 'caps', when: { rules: ['no-cap'] }, action: 'release', without: ['camera', 'severity'] },
    { id: 'sure-scores', when: { kinds: ['score'], confidenceFrom: 0.6 }, action: 'release', without: ['box'] },
    { id: 'nobody-there', when: { kinds: ['anomaly', 'inferences'], people: false }, action: 'release', retention: 'short' },
  ],
} as const

export interface OracleVerdict {
  readonly outcome: string
  readonly rule: string
}

const everything = (story: Story) => story.frames.flat()
const isWordForPeople = (label: string) => ['person', 'hand'].includes(label.toLowerCase())
const anyPeople = (story: Story) => everything(story).some(({ label }) => isWordForPeople(label))
const onlyPeople = (story: Story) => story.frames.every((frame) => frame.some(({ label }) => isWordForPeople(label)))
const top = (story: Story) => Math.max(...everything(story).map(({ confidence }) => confidence))
const hasConfidence = (story: Story) => everything(story).length > 0 && story.kind !== 'anomaly'
const atWork = ({ weekday, minute }: Story) =>
  (weekday < 5 && minute >= 360 && minute < 840) || (weekday === 5 && minute >= 1320) || (weekday === 6 && minute < 120)

/** Name, to whom it applies, action, hours that things are kept, what makes it redacted beside people. */
type Row = readonly [
  name: string,
  applies: (story: Story) => boolean,
  action: 'in' | 'aside' | 'out',
  hours?: number,
  takesAway?: (story: Story) => boolean,
  drops?: boolean,
]

const never = () => false
const rows: readonly Row[] = [
  ['night-pictures', (story) => story.kind === 'snapshot' && !atWork(story), 'aside'],
  ['gate-stays', ({ camera }) => camera === 'gate', 'in'],
  ['critical-leaves', ({ kind, severity }) => kind === 'incident' && severity === 'critical', 'out', 960, never],
  ['unsure-stays', (story) => hasConfidence(story) && top(story) < 0.3, 'in'],
  ['forklift-and-people', (story) => everything(story).some(({ label }) => label === 'forklift') && anyPeople(story), 'aside'],
  ['people-dropped', (story) => story.kind === 'inferences' && anyPeople(story), 'out', 48, never, true],
  [
    'line-pictures',
    (story) => story.kind === 'snapshot' && atWork(story) && ['line-1', 'line-2', 'line-3'].includes(story.camera ?? ''),
    'out',
    240,
    ({ longSide, camera }) => longSide > 400 || camera === 'line-2',
  ],
  ['caps', ({ rule }) => rule === 'no-cap', 'out', 240, ({ camera, kind }) => camera !== undefined || kind === 'incident'],
  [
    'sure-scores',
    (story) => story.kind === 'score' && hasConfidence(story) && top(story) >= 0.6,
    'out',
    240,
    (story) => everything(story).length > 0,
  ],
  ['nobody-there', (story) => (story.kind === 'anomaly' || story.kind === 'inferences') && !anyPeople(story), 'out', 48, never],
]

const peopleAreKnown = ({ camera, model, wasLookedAt }: Story) =>
  camera === 'line-2' || camera === 'line-3' || (model === 'sees-people' && wasLookedAt)

export function oracle(story: Story): OracleVerdict {
  if (story.state !== 'fine') return { outcome: 'quarantined', rule: story.state === 'gone' ? 'source-missing' : 'picture-unreadable' }
  if (story.region !== 'laptop' && story.region !== 'westeurope') return { outcome: 'withheld', rule: 'region' }
  const row = rows.find(([, applies]) => applies(story))
  if (row === undefined) return { outcome: 'withheld', rule: 'no-rule' }
  const [rule, , action, hours = 0, takesAway = never, drops = false] = row
  if (action !== 'out') return { outcome: action === 'in' ? 'withheld' : 'quarantined', rule }
  if (story.ageHours >= hours) return { outcome: 'withheld', rule: 'expired' }
  if (story.kind === 'snapshot' && !peopleAreKnown(story)) return { outcome: 'withheld', rule: 'people-unknown' }
  if (drops && onlyPeople(story)) return { outcome: 'withheld', rule }
  return { outcome: anyPeople(story) || takesAway(story) ? 'redacted' : 'compliant', rule }
}

/** A story that could be; the same for the same numbers. */
export function tellStory(random: () => number): Story {
  const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!
  const maybe = <T>(share: number, value: T): T | undefined => (random() < share ? value : undefined)
  const kind = pick('inferences', 'incident', 'snapshot', 'snapshot', 'score', 'anomaly') as Story['kind']
  // Shares that make every rule have its say; limits of confidence are met exactly now and then.
  const thing = () => ({
    label: pick('bottle', 'bottle', 'cap', 'forklift', 'PERSON', 'hand'),
    confidence: pick(0.3, 0.6, random(), random(), 0.9),
  })
  const some = (most: number) => Array.from({ length: Math.floor(random() * (most + 1)) }, thing)
  const frames = {
    inferences: () => [some(2), some(2), some(1)],
    incident: () => [[thing()]],
    snapshot: () => [some(2)],
    score: () => [some(2)],
  }
  return {
    kind,
    camera:
      kind === 'score' || kind === 'anomaly'
        ? maybe(0.7, pick('line-1', 'gate', 'line-3'))
        : pick('line-1', 'line-2', 'line-3', 'gate', 'yard'),
    weekday: Math.floor(random() * 7),
    minute: pick(360, 840, 120, 1320, Math.floor(random() * 1440), 360 + Math.floor(random() * 480), 360 + Math.floor(random() * 480)),
    ageHours: pick(0, 1, 47, 48, 100, 239, 240, 960),
    region: random() < 0.05 ? 'eastus' : pick('laptop', 'westeurope'),
    frames: kind === 'anomaly' ? [some(1)] : frames[kind](),
    severity: kind === 'incident' ? pick('critical', 'warning', 'info') : undefined,
    rule: kind === 'incident' || (kind === 'anomaly' && random() < 0.5) ? pick('no-cap', 'spill') : undefined,
    state: random() < 0.03 ? 'gone' : kind === 'snapshot' && random() < 0.05 ? 'broken' : 'fine',
    longSide: pick(320, 400, 401, 1280),
    model: pick('sees-people', 'sees-people', 'sees-people', 'sees-bottles', 'unknown'),
    wasLookedAt: random() < 0.8,
  }
}
