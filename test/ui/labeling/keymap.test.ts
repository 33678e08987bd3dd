import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  chooseKey,
  conflictOf,
  defaultKeys,
  isReserved,
  keyActions,
  keymapOf,
  readChosenKeys,
} from '../../../ui/screens/labeling/keys/keymap.ts'

describe('the keys of labeling', () => {
  it('do one thing each from the start, and none that means the same everywhere', () => {
    const keys = keyActions.flatMap((action) => defaultKeys[action])
    assert.equal(new Set(keys).size, keys.length)
    assert.deepEqual(keys.filter(isReserved), [])
  })

  it('know what a wanted key does already', () => {
    assert.equal(conflictOf(defaultKeys, 'skip', 'n'), 'add')
    assert.equal(conflictOf(defaultKeys, 'skip', 's'), undefined)
    assert.equal(conflictOf(defaultKeys, 'skip', 'x'), undefined)
  })

  it('change hands: what had the key before keeps its other ones', () => {
    const keymap = keymapOf(chooseKey({}, 'skip', 'n'))
    assert.deepEqual([keymap.skip, keymap.add], [['n'], ['w']])
    for (const action of keyActions) for (const key of keymap[action]) assert.equal(conflictOf(keymap, action, key), undefined)
  })

  it('are the defaults where what was kept is no map of keys', () => {
    for (const kept of [null, '', '{', '7', '[]', '{"skip":7,"fly":["x"]}']) assert.deepEqual(keymapOf(readChosenKeys(kept)), defaultKeys)
    assert.deepEqual(readChosenKeys('{"skip":["x"]}'), { skip: ['x'] })
  })
})
