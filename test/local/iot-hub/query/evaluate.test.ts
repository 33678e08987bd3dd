import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meets } from '../../../../local/iot-hub/query/evaluate.ts'
import { parseQuery, parseTargetCondition } from '../../../../local/iot-hub/query/parse.ts'

const twin = {
  deviceId: 'edge-1',
  tags: { ring: 'canary', 'floor-plan': 'b', floor: 3, isNew: true, note: null, "it's": 1 },
  properties: { reported: { lastDesiredVersion: 4 }, desired: { $version: 4 } },
  configurations: { 'ring-1.2': { status: 'Applied' } },
}

const isMet = (condition: string) => meets(twin, parseTargetCondition(condition).where)

test('conditions compare texts, numbers and truth values', () => {
  for (const condition of [
    "tags.ring = 'canary'",
    'tags.ring = "canary"',
    'tags.floor >= 3 and tags.floor < 4',
    'tags.floor <> 4',
    'tags.isNew = true',
    'tags.note = null',
    "deviceId IN ['edge-0', 'edge-1']",
    "deviceId NOT IN ['edge-0']",
    "'canary' = tags.ring",
    '*',
  ])
    assert.equal(isMet(condition), true, condition)
})

test('AND binds closer than OR, NOT closer than both', () => {
  assert.equal(isMet("tags.floor = 3 OR tags.floor = 1 AND tags.ring = 'broad'"), true)
  assert.equal(isMet("(tags.floor = 3 OR tags.floor = 1) AND tags.ring = 'broad'"), false)
  assert.equal(isMet("NOT tags.ring = 'broad' AND tags.floor = 3"), true)
})

test('what is not defined meets no comparison, not even !=', () => {
  for (const condition of ["tags.site = 'a'", "tags.site != 'a'", 'tags.site < 5', 'is_defined(tags.site)'])
    assert.equal(isMet(condition), false, condition)
})

test('texts and numbers are neither less nor more than each other', () => {
  assert.equal(isMet("tags.floor < '4'"), false)
  assert.equal(isMet("tags.floor > '2'"), false)
})

test('names with dots and dashes stand in double brackets', () => {
  assert.equal(isMet("configurations.[[ring-1.2]].status = 'Applied'"), true)
  assert.equal(isMet("tags.[[floor-plan]] = 'b'"), true)
})

test('one property can be compared with another', () => {
  assert.equal(isMet('properties.desired.$version = properties.reported.lastDesiredVersion'), true)
})

test('functions look at the kind and at the parts of a value', () => {
  for (const condition of ['is_string(tags.ring)', 'is_number(tags.floor)', 'is_bool(tags.isNew)', 'is_null(tags.note)', 'is_object(tags)'])
    assert.equal(isMet(condition), true, condition)
  assert.equal(isMet("startswith(tags.ring, 'can') AND endswith(tags.ring, 'ary') AND contains(tags.ring, 'nar')"), true)
})

test('a name that every object inherits is not defined', () => {
  assert.equal(isMet('is_defined(tags.constructor)'), false)
  assert.equal(isMet('is_defined(tags.__proto__)'), false)
})

test('what is not understood is refused with the place', () => {
  for (const query of [
    'SELECT',
    'SELECT * FROM nothing',
    'SELECT * FROM devices WHERE',
    'SELECT * FROM devices WHERE tags.a = ',
    "SELECT * FROM devices WHERE tags.a = 'b' ORDER BY x",
  ])
    assert.throws(() => parseQuery(query), { code: 'ArgumentInvalid' }, query)
  assert.throws(() => parseTargetCondition("tags.ring = 'unfinished"), /not understood at/)
})
