import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeSettings } from '../../../edge/settings/judge-settings.ts'
import type { StoredSettings } from '../../../edge/settings/settings-file.ts'

const good = {
  schema: 1,
  cameras: { gate: { source: 'rtsp://gate.example/stream' } },
  rules: { reach: { camera: 'gate', label: 'hand', severity: 'critical', confidence: 0.6 } },
}

function applied(version: number, generation = 'a'): StoredSettings {
  const judged = judgeSettings({ ...good, $version: version }, generation, undefined)
  assert.equal(judged.kind, 'applied')
  return (judged as { stored: StoredSettings }).stored
}

function refusal(desired: Record<string, unknown>, current?: StoredSettings): string {
  const judged = judgeSettings({ $version: 9, ...desired }, 'a', current)
  assert.equal(judged.kind, 'refused')
  assert.equal(judged.report?.status, 'refused')
  assert.equal(judged.report?.version, desired['$version'] ?? 9)
  return judged.report?.problem ?? ''
}

test('good settings are applied with their defaults filled in', () => {
  const { settings, version } = applied(3)
  assert.equal(version, 3)
  assert.equal(settings.cameras['gate']?.framesPerSecond, 10)
  assert.equal(settings.telemetry.batchFrames, 50)
})

test('garbage is refused with what is wrong with it', () => {
  assert.match(refusal({ schema: 1 }), /cameras/)
  assert.match(refusal({ ...good, surprise: true }), /surprise/)
  assert.match(refusal({ ...good, cameras: { gate: { source: 'http://169.254.169.254/' } } }), /source/)
  assert.match(refusal({ ...good, cameras: { gate: { source: 'file:../secret' } } }), /source/)
  assert.match(refusal({ ...good, schema: 2 }), /schema/)
  assert.match(refusal({ nonsense: 'x' }), /schema/)
})

test('a rule about a camera that is not there is refused', () => {
  assert.match(refusal({ ...good, rules: { reach: { ...good.rules.reach, camera: 'door' } } }), /door/)
})

test('more than a twin may hold is refused', () => {
  const zone = Array.from({ length: 32 }, () => [0.123456789012345, 0.123456789012345])
  const rules = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`rule-${i}`, { ...good.rules.reach, zone }]))
  assert.match(refusal({ ...good, rules }), /32768/)
})

test('an older version is refused, unless the module has got a new identity', () => {
  assert.match(refusal({ ...good, $version: 4 }, applied(5)), /older/)
  assert.equal(judgeSettings({ ...good, $version: 4 }, 'b', applied(5)).kind, 'applied')
})

test('the version in force is not applied again but reported again', () => {
  assert.deepEqual(judgeSettings({ ...good, $version: 5 }, 'a', applied(5)), {
    kind: 'unchanged',
    report: { version: 5, status: 'applied', problem: '' },
  })
})

test('an empty twin changes nothing', () => {
  assert.deepEqual(judgeSettings({ $version: 1 }, 'a', applied(5)), { kind: 'unchanged', report: undefined })
})

const model = { reference: `registry.example.com:5000/line/models@sha256:${'a'.repeat(64)}`, digest: 'b'.repeat(64) }

test('a model may be wanted, named by the digest of its artefact and of its net', () => {
  const judged = judgeSettings({ ...good, model, $version: 1 }, 'a', undefined)
  assert.deepEqual((judged as { stored: StoredSettings }).stored.settings.model, model)
  for (const reference of [
    'registry.example.com/models:newest',
    `/models@sha256:${'a'.repeat(64)}`,
    `registry.example.com/../models@sha256:${'a'.repeat(64)}`,
    `https://registry.example.com/models@sha256:${'a'.repeat(64)}`,
    `user@registry.example.com/models@sha256:${'a'.repeat(64)}`,
    `${model.reference}\n`,
  ])
    assert.match(refusal({ ...good, model: { ...model, reference } }), /reference/, reference)
  assert.match(refusal({ ...good, model: { ...model, digest: 'x' } }), /digest/)
  assert.match(refusal({ ...good, model: { ...model, folder: '/' } }), /folder/)
})

test('a twin that holds a model and nothing else leaves the cameras as they are', () => {
  const fresh = judgeSettings({ model, $version: 1 }, 'a', undefined)
  assert.deepEqual((fresh as { stored: StoredSettings }).stored.settings.cameras, {})
  const later = judgeSettings({ model, $version: 6 }, 'a', applied(5))
  assert.deepEqual(Object.keys((later as { stored: StoredSettings }).stored.settings.cameras), ['gate'])
})
