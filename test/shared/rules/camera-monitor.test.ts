import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { cameraTroubles, monitorDefaults } from '../../../shared/domain/camera-trouble.ts'
import { createCameraMonitor, MonitorState } from '../../../shared/rules/camera-monitor.ts'
import { startMs, type Told, watchLine } from './watched-line.ts'

let line: Awaited<ReturnType<typeof watchLine>>
before(async () => {
  line = await watchLine(3)
})

/** What docs/camera-health.md promises, in seconds by kind. */
function promises(): Map<string, { toldWithin: number; closesAfter: number; severity: string }> {
  const page = readFileSync(new URL('../../../docs/camera-health.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)`\s+\|[^|]*\| (\d+) (s|min)\s+\| (\d+) (s|min)\s+\| (\w+)\s+\|$/gm)]
  const seconds = (count: string, unit: string) => Number(count) * (unit === 'min' ? 60 : 1)
  return new Map(
    rows.map(([, kind, told, toldUnit, closes, closesUnit, severity]) => [
      kind!,
      { toldWithin: seconds(told!, toldUnit!), closesAfter: seconds(closes!, closesUnit!), severity: severity! },
    ]),
  )
}

/** The one trouble that was told, and when; fails where it was another or more than one. */
function openedAt(told: readonly Told[], kind: string): number {
  assert.deepEqual(
    told.map(([, ...rest]) => rest),
    [['opened', kind]],
  )
  return told[0]![0]
}

test('the page promises a time for each monitor, with the severity and the time to close that are the defaults', () => {
  const promised = promises()
  assert.deepEqual([...promised.keys()], [...cameraTroubles])
  for (const kind of cameraTroubles) {
    const { severity, clearSeconds } = monitorDefaults[kind]
    assert.deepEqual([promised.get(kind)!.severity, promised.get(kind)!.closesAfter], [severity, clearSeconds], kind)
  }
})

const disturbances = [
  ['black', { black: {} }, 1],
  ['covered', { covered: {} }, 1],
  ['frozen', { frozen: {} }, 1],
  ['overexposed', { overexposed: {} }, 1],
  ['moved', { turn: { right: 0.03, down: 0, degrees: 0 } }, 2],
  ['moved', { turn: { right: 0, down: 0, degrees: 3 } }, 2],
  ['moved', { turn: {} }, 2],
  ['blurred', { lens: { blurPixels: 2, haze: 0.15 } }, 5],
  ['blurred', { lens: {} }, 5],
  ['light', { lamp: { left: 0.5, flicker: 0 } }, 5],
  ['light', { lamp: { left: 0.8, flicker: 0.8 } }, 1],
] as const
for (const [kind, what, step] of disturbances) {
  test(`${kind} is noticed in time where ${JSON.stringify(what)} befalls the line, and nothing else is`, () => {
    const { toldWithin } = promises().get(kind)!
    const { told } = line.play(what, { seconds: toldWithin + 20, step })
    assert.ok(openedAt(told, kind) <= toldWithin, `${told[0]![0]} s`)
  })
}

test('pictures that no longer come are noticed in time', () => {
  const { monitor } = line.play({}, { seconds: 5 })
  const at = (seconds: number) => startMs + 1_000_000 + seconds * 1000
  const told: Told[] = []
  for (let seconds = 0; seconds < 60; seconds++)
    for (const { phase, trouble } of monitor.tick(at(seconds))) told.push([seconds, phase, trouble.kind])
  assert.ok(openedAt(told, 'lost') <= promises().get('lost')!.toldWithin)
})

test('a stream that was lost stays lost over a restart until a picture comes, and a module that starts has time to find its camera', () => {
  const { monitor } = line.play({}, { seconds: 5 })
  const at = (seconds: number) => startMs + 1_000_000 + seconds * 1000
  for (let seconds = 0; seconds < 60; seconds++) monitor.tick(at(seconds))
  const options = { device: 'press', camera: 'gate' }
  const again = createCameraMonitor({ ...options, restored: MonitorState.parse(JSON.parse(JSON.stringify(monitor.serialize()))) })
  for (let seconds = 60; seconds < 120; seconds++) assert.deepEqual(again.tick(at(seconds)), [])
  assert.equal(again.open()[0]?.kind, 'lost')

  const fresh = createCameraMonitor(options)
  for (let seconds = 0; seconds < 40; seconds++) assert.deepEqual(fresh.tick(at(seconds)), [])
  assert.equal([40, 41, 42, 43, 44, 45, 46].flatMap((seconds) => fresh.tick(at(seconds)))[0]?.trouble.kind, 'lost')
})

const flickers = [
  ['a lamp that blinks for two seconds', { black: { untilSeconds: 2 } }, 60],
  ['a person who passes close to the lens', { covered: { untilSeconds: 12 } }, 90],
  ['a glare of ten seconds', { overexposed: { untilSeconds: 10 } }, 60],
  ['a film that stands for twenty seconds', { frozen: { untilSeconds: 20 } }, 60],
  ['a camera that was touched', { turn: { untilSeconds: 20 } }, 150],
  ['steam for two minutes', { lens: { untilSeconds: 120 } }, 240],
  ['other bottles', { bottles: {} }, 300],
  ['an empty line', { load: Array(24).fill(0) }, 300],
  ['the lights of the night shift', { light: Array(24).fill(0.7), noise: 1.5 }, 600],
] as const
for (const [what, disturbance, seconds] of flickers) {
  test(`${what}: nobody is told`, () => {
    assert.deepEqual(line.play(disturbance as never, { seconds, step: seconds > 200 ? 5 : 1 }).told, [])
  })
}

test('lamps that are nearly off at night are told of once at most, in the first night, and known in the second', () => {
  const nights = Array.from({ length: 24 }, (_, hour) => (hour >= 11 && hour < 14 ? 0.3 : 1))
  const first = line.play({ light: nights }, { seconds: 4 * 3600, step: 30 })
  assert.ok(first.told.filter(([, phase]) => phase === 'opened').length <= 1, JSON.stringify(first.told))
  assert.deepEqual(first.monitor.open(), [])
  const second = line.play({ light: nights }, { seconds: 4 * 3600, step: 30, state: JSON.stringify(first.monitor.serialize()) })
  assert.deepEqual(second.told, [])
})

test('what went away closes after its time, and only then', () => {
  const { told } = line.play({ black: { untilSeconds: 40 } }, { seconds: 80 })
  assert.deepEqual(
    told.map(([, phase, kind]) => [phase, kind]),
    [
      ['opened', 'black'],
      ['closed', 'black'],
    ],
  )
  assert.ok(told[1]![0] >= 40 + monitorDefaults.black.clearSeconds - 1 && told[1]![0] <= 40 + monitorDefaults.black.clearSeconds + 1)
})

test('a trouble that was told stays the same one over a restart, and what is usual is known at once', () => {
  const { monitor } = line.play({ covered: {} }, { seconds: 70 })
  const [before] = monitor.open()
  const again = line.play({ covered: {} }, { seconds: 40, state: JSON.stringify(monitor.serialize()) })
  assert.deepEqual(again.told, [])
  assert.deepEqual(again.monitor.open(), [before])
  const well = line.play({}, { seconds: 60, state: JSON.stringify(monitor.serialize()) })
  assert.deepEqual(
    well.told.map(([, phase, kind]) => [phase, kind]),
    [['closed', 'covered']],
  )
})

test('a reference is not learned from what is ill', () => {
  const fouled = line.play({ lens: {} }, { seconds: 600, step: 5 })
  const before = line.learned().reference
  const { reference } = JSON.parse(JSON.stringify(fouled.monitor.serialize()))
  assert.ok(reference.learnedSeconds - before.learnedSeconds < 60, 'some seconds pass before it is told')
})

test('a person who says that the camera was turned on purpose is believed: it closes, is learned anew, and stays well', () => {
  const turned = line.play({ turn: {} }, { seconds: 200, step: 2 })
  assert.equal(turned.monitor.open()[0]?.kind, 'moved')
  const closed = turned.monitor.accept(startMs + 600_000)
  assert.deepEqual(
    closed.map(({ phase, trouble }) => [phase, trouble.kind]),
    [['closed', 'moved']],
  )
  assert.ok(turned.monitor.isLearning)
  const after = line.play({ turn: {} }, { seconds: 700, step: 5, state: JSON.stringify(turned.monitor.serialize()) })
  assert.deepEqual([after.told, after.monitor.isLearning], [[], false])
})

test('a hall that a person said is dark at this hour raises nothing, and a black picture by day still does', () => {
  const dark = line.play({ black: {} }, { seconds: 20 })
  assert.equal(dark.monitor.open()[0]?.kind, 'black')
  dark.monitor.accept(startMs + 600_000)
  const night = line.play({ black: {} }, { seconds: 60, state: JSON.stringify(dark.monitor.serialize()) })
  assert.deepEqual(night.told, [])
  const day = line.play({}, { seconds: 10, state: JSON.stringify(night.monitor.serialize()) })
  const blackAgain = line.play({ black: {} }, { seconds: 20, state: JSON.stringify(day.monitor.serialize()) })
  assert.deepEqual(
    blackAgain.told.map(([, phase, kind]) => [phase, kind]),
    [['opened', 'black']],
  )
})

test('levels, times, severity and a monitor that is off are taken from the settings', () => {
  const settings = { black: { holdSeconds: 2, severity: 'info' as const }, frozen: { enabled: false } }
  const { told, monitor } = line.play({ black: {} }, { seconds: 8, settings })
  assert.ok(openedAt(told, 'black') <= 3)
  assert.equal(monitor.open()[0]?.severity, 'info')
  assert.deepEqual(line.play({ frozen: {} }, { seconds: 100, settings }).told, [])
})
