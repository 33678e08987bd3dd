import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { judgeMonitors, type Observation } from '../../../shared/domain/judge-monitors.ts'
import { minutesToNotice, monitors, mostGapMinutes } from '../../../shared/domain/monitor-defaults.ts'
import { MonitorKind as Kinds, type MonitorKind, MonitorPolicy, type Tracks, trackKey } from '../../../shared/domain/monitor-policy.ts'
import { NoticeReport } from '../../../shared/domain/notice.ts'
import { reportOf } from '../../../shared/domain/report-of.ts'

const start = Date.parse('2026-11-01T00:00:00.000Z')
const at = (minute: number) => new Date(start + minute * 60_000).toISOString()
type Seen = Pick<Observation, 'value' | 'mark'> | 'gone' | 'unseen'

/** Plays looks a minute apart: what was opened and cleared, and when. */
function play(
  looks: Iterable<ReadonlyMap<MonitorKind, Seen>>,
  policy = MonitorPolicy.parse({}),
  minutes: (look: number) => number = (n) => n,
) {
  let tracks: Tracks = {}
  const open = new Map<string, { kind: string; subject: string }>()
  const events: { minute: number; what: 'opened' | 'cleared'; kind: MonitorKind }[] = []
  let look = 0
  for (const seen of looks) {
    const minute = minutes(look++)
    const observations = [...seen].flatMap(([kind, value]) =>
      typeof value === 'string' ? [] : [{ kind, subject: 'thing/a', summary: 'It is so.', link: '/notices', ...value }],
    )
    const looked = [...seen].filter(([, value]) => value !== 'unseen').map(([kind]) => kind)
    const known = { site: 'plant', policy, tracks, open: [...open.values()], now: at(minute) }
    const judged = judgeMonitors({ observations, looked }, known)
    tracks = judged.tracks
    for (const found of judged.wrong) {
      NoticeReport.parse(reportOf(found))
      const { kind, subject } = found.observation
      const key = trackKey(kind, subject)
      if (!open.has(key)) events.push({ minute, what: 'opened', kind })
      open.set(key, { kind, subject })
    }
    for (const one of judged.over) {
      assert.ok(open.delete(trackKey(one.kind, one.subject)), 'only what is open is cleared')
      events.push({ minute, what: 'cleared', kind: one.kind })
    }
  }
  return { events, tracks, open }
}

const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value)

describe('each monitor', () => {
  for (const kind of Kinds.options) {
    const { defaults, isAge } = monitors[kind]
    test(`${kind} notices within its promise, holds between its thresholds, and is over after its time`, () => {
      const stale = isAge && kind.endsWith('stuck')
      const wrongFor = Math.ceil(minutesToNotice(kind, defaults)) + 30
      const between = (defaults.above + defaults.clear) / 2
      const value = (minute: number): Seen => {
        if (minute < 10) return stale ? { value: undefined, mark: `step ${minute}` } : { value: defaults.clear }
        if (minute < 10 + wrongFor) {
          if (stale) return { value: undefined, mark: 'stands' }
          return { value: isAge ? minute - 10 : defaults.above }
        }
        // Half way back is not back.
        if (minute < 40 + wrongFor) return stale ? { value: undefined, mark: 'stands' } : { value: between }
        return stale ? { value: undefined, mark: `step ${minute}` } : { value: defaults.clear }
      }
      const all = wrongFor + 80 + defaults.clearMinutes
      const { events, open } = play(Array.from({ length: all }, (_, minute) => new Map([[kind, value(minute)]])))
      assert.deepEqual(
        events.map(({ what }) => what),
        ['opened', 'cleared'],
      )
      const [opened, cleared] = events
      assert.ok(opened!.minute - 10 >= defaults.forMinutes, `opened after ${opened!.minute - 10} minutes`)
      assert.ok(opened!.minute - 10 <= minutesToNotice(kind, defaults), `opened after ${opened!.minute - 10} minutes`)
      assert.equal(cleared!.minute, 40 + wrongFor + defaults.clearMinutes)
      assert.equal(open.size, 0)
    })
  }
})

describe('a monitor', () => {
  const kind = 'device-disk'
  const { above, forMinutes, clearMinutes } = monitors[kind].defaults
  const row = (value: Seen) => new Map([[kind as MonitorKind, value]])
  const high = row({ value: above })
  const low = row({ value: 0 })

  test('forgets a flicker that is shorter than its time', () => {
    assert.deepEqual(play([...times(forMinutes, high), low, ...times(forMinutes, high), low]).events, [])
  })

  test('does not count the time in which nobody looked', () => {
    const minutes = (look: number) => (look < 3 ? look : look + mostGapMinutes + 60)
    assert.deepEqual(play(times(3 + forMinutes, high), undefined, minutes).events, [])
  })

  test('keeps what it knows while the thing cannot be seen', () => {
    const opened = play([...times(forMinutes + 1, high), ...times(60, row('unseen')), ...times(60, row({ value: undefined }))])
    assert.deepEqual(
      opened.events.map(({ what }) => what),
      ['opened'],
    )
    assert.equal(opened.open.size, 1)
  })

  test('is over when the thing is gone', () => {
    const { events } = play([...times(forMinutes + 1, high), ...times(clearMinutes + 1, row('gone'))])
    assert.deepEqual(
      events.map(({ what }) => what),
      ['opened', 'cleared'],
    )
  })

  test('that is switched off says no more, and ends what it said', () => {
    const policy = MonitorPolicy.parse({ monitors: { [kind]: { ...monitors[kind].defaults, enabled: false } } })
    assert.deepEqual(play(times(60, high), policy).events, [])
    const known = { site: 'plant', policy, tracks: {}, open: [{ kind, subject: 'thing/a' }], now: at(0) }
    assert.deepEqual(judgeMonitors({ observations: [], looked: [] }, known).over, [{ kind, subject: 'thing/a' }])
  })

  test('leaves notices of others alone', () => {
    const known = {
      site: 'plant',
      policy: MonitorPolicy.parse({}),
      tracks: {},
      open: [{ kind: 'inputs-drift', subject: 'model/a/1' }],
      now: at(0),
    }
    assert.deepEqual(judgeMonitors({ observations: [], looked: [...Kinds.options] }, known).over, [])
  })
})

test('whatever is seen, one notice is open at most, and only after its threshold was held for its time', () => {
  const kind: MonitorKind = 'queue-age'
  const settings = fc
    .record({
      above: fc.integer({ min: 2, max: 8 }),
      forMinutes: fc.integer({ min: 0, max: 6 }),
      clearMinutes: fc.integer({ min: 0, max: 6 }),
    })
    .chain((given) => fc.integer({ min: 0, max: given.above - 1 }).map((clear) => ({ ...given, clear })))
  const seen = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 10 }).map((value) => ({ value }) as Seen) },
    { weight: 1, arbitrary: fc.constantFrom<Seen>('gone', 'unseen', { value: undefined }) },
  )
  const looks = fc.array(fc.record({ seen, gap: fc.constantFrom(1, 1, 1, 2, 7) }), { minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(settings, looks, (given, sequence) => {
      const policy = MonitorPolicy.parse({ monitors: { [kind]: { ...monitors[kind].defaults, ...given } } })
      const minuteOf = sequence.map(
        (
          (sum) =>
          ({ gap }: { gap: number }) =>
            (sum += gap)
        )(0),
      )
      const { events } = play(
        sequence.map((look) => new Map([[kind, look.seen]])),
        policy,
        (look) => minuteOf[look]!,
      )
      const values = sequence.map((look, index) => ({ minute: minuteOf[index]!, seen: look.seen }))
      events.forEach((event, index) => {
        assert.equal(event.what, index % 2 === 0 ? 'opened' : 'cleared')
        const length = event.what === 'opened' ? given.forMinutes : given.clearMinutes
        const isRight = (value: Seen) => {
          if (value === 'unseen') return true
          if (value === 'gone') return event.what === 'cleared'
          if (value.value === undefined) return true
          return event.what === 'opened' ? value.value >= given.above : value.value <= given.clear
        }
        // The run of looks that ends with this event.
        const run = values.filter(({ minute }) => minute <= event.minute)
        const lastWrong = run.findLastIndex(({ seen: value }) => !isRight(value))
        const first = run[lastWrong + 1]
        assert.ok(first !== undefined && event.minute - first.minute >= length, `${event.what} at ${event.minute}`)
      })
    }),
    { numRuns: 200 },
  )
})

test('twenty days on which nothing is wrong raise nothing', () => {
  // What a plant does on ordinary days: values that wander well below the thresholds, and short flickers above them.
  let seed = 7
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
  const flicker = new Map<MonitorKind, number>()
  function* days() {
    for (let minute = 0; minute < 20 * 1440; minute++) {
      yield new Map(
        Kinds.options.map((kind): [MonitorKind, Seen] => {
          const { defaults, isAge } = monitors[kind]
          if (kind.endsWith('stuck')) return [kind, { value: undefined, mark: String(Math.floor(minute / 20)) }]
          // A restart of a device or a slow minute: above for less than the monitor's time, some twice a day.
          if (random() < 2 / 1440) flicker.set(kind, minute + Math.floor(random() * defaults.forMinutes))
          const isHigh = (flicker.get(kind) ?? -1) > minute
          return [kind, { value: isHigh ? defaults.above * (isAge ? 1 : 1.2) : random() * 0.7 * defaults.clear }]
        }),
      )
    }
  }
  assert.deepEqual(play(days()).events, [])
})
