import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { cameraTroubles } from '../../../shared/domain/camera-trouble.ts'
import { createCameraMonitor, MonitorState } from '../../../shared/rules/camera-monitor.ts'
import { createPictureMeter, type MeasuredPicture } from '../../../shared/vision/measure-picture.ts'

const size = { width: 160, height: 90 }

/** Blocks of noise: a scene with edges, and the same scene dark, bright, moved or gone. */
function picture(kind: (typeof kinds)[number]): MeasuredPicture {
  const data = new Uint8Array(size.width * size.height * 3)
  for (let y = 0, at = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, at += 3) {
      const column = Math.floor((kind === 'moved' ? x + 23 : x) / 10)
      const scene = ((column * 7919 + Math.floor(y / 9) * 104_729) % 200) + 20
      data.fill({ scene, moved: scene, dim: scene / 4, black: 0, bright: 255, covered: 70, soft: 90 + scene / 40 }[kind], at, at + 3)
    }
  }
  return createPictureMeter()({ data, ...size })
}
const kinds = ['scene', 'moved', 'dim', 'black', 'bright', 'covered', 'soft'] as const

const pictures = new Map<string, MeasuredPicture>()
before(() => {
  for (const kind of kinds) pictures.set(kind, picture(kind))
})

/** Stretches of time, of any order and length; clocks jump, pictures stay away, people accept, modules restart. */
const stretch = fc.record({
  kind: fc.constantFrom(...kinds, 'none' as const),
  samples: fc.integer({ min: 1, max: 40 }),
  stepMs: fc.constantFrom(1000, 1000, 5000, 60_000, -30_000, 0),
  change: fc.constantFrom(undefined, 0, 0.2, 3, 100),
  clockOffMs: fc.constantFrom(undefined, 0, 61_000, -7_200_000),
  after: fc.constantFrom(undefined, undefined, 'accept' as const, 'restart' as const, 'finish' as const),
})

test('whatever the pictures are like, at most one trouble of a kind is open, and each is opened once and closed at most once', () => {
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 30 }), (stretches) => {
      const options = { device: 'press', camera: 'gate', sampleMs: 5000 }
      let monitor = createCameraMonitor(options)
      const open = new Map<string, string>()
      const seen = new Set<string>()
      const take = (changes: ReturnType<typeof monitor.tick>) => {
        for (const { phase, trouble, atMs } of changes) {
          assert.ok(Number.isFinite(trouble.evidence.measured) && atMs >= trouble.startedAtMs)
          if (phase === 'opened') {
            assert.equal(open.get(trouble.kind), undefined)
            // A clock that was set back can make the same moment come twice; what comes of it is the same incident once more.
            seen.add(trouble.incident)
            open.set(trouble.kind, trouble.incident)
          } else {
            assert.equal(open.get(trouble.kind), trouble.incident)
            open.delete(trouble.kind)
          }
        }
        assert.deepEqual(new Map(monitor.open().map(({ kind, incident }) => [kind, incident])), open)
        assert.ok(open.size <= cameraTroubles.length)
      }
      let atMs = Date.UTC(2026, 0, 5, 10)
      for (const { kind, samples, stepMs, change, clockOffMs, after } of stretches) {
        for (let sample = 0; sample < samples; sample++) {
          atMs += stepMs
          if (kind !== 'none') take(monitor.observe({ atMs, picture: { ...pictures.get(kind)!, change }, clockOffMs }))
          take(monitor.tick(atMs))
        }
        if (after === 'accept') take(monitor.accept(atMs))
        if (after === 'finish') take(monitor.finish(atMs))
        if (after === 'restart')
          monitor = createCameraMonitor({ ...options, restored: MonitorState.parse(JSON.parse(JSON.stringify(monitor.serialize()))) })
      }
    }),
    { numRuns: 30 },
  )
})

test('a clock that is wrong is told of, one that is a little off is not, and neither is one that is unknown', () => {
  const play = (clockOffMs: number | undefined) => {
    const monitor = createCameraMonitor({ device: 'press', camera: 'gate' })
    const told: [number, string][] = []
    for (let second = 0; second < 120; second++) {
      const seen = { atMs: Date.UTC(2026, 0, 5, 10) + second * 1000, picture: { ...pictures.get('scene')!, change: 9 }, clockOffMs }
      for (const { trouble } of monitor.observe(seen)) told.push([second, trouble.kind])
    }
    return told
  }
  for (const off of [3_600_000, -90_000]) {
    const [[second, kind] = [Number.POSITIVE_INFINITY, '']] = play(off)
    assert.ok(kind === 'clock' && second <= 120)
  }
  assert.deepEqual([play(20_000), play(undefined)], [[], []])
})
