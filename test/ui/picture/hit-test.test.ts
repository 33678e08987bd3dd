import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hitTest } from '../../../ui/picture/hit-test.ts'

const large = { id: 'large', box: { left: 100, top: 100, width: 300, height: 200 } }
const small = { id: 'small', box: { left: 200, top: 150, width: 40, height: 40 } }

describe('what a pointer takes hold of', () => {
  it('is the smallest box under it', () => {
    assert.deepEqual(hitTest({ x: 210, y: 160 }, [large, small], undefined, 6), { kind: 'box', id: 'small' })
    assert.deepEqual(hitTest({ x: 120, y: 160 }, [large, small], undefined, 6), { kind: 'box', id: 'large' })
    assert.deepEqual(hitTest({ x: 10, y: 10 }, [large, small], undefined, 6), { kind: 'none' })
  })

  it('is the chosen box before a smaller one inside of it', () => {
    assert.deepEqual(hitTest({ x: 220, y: 170 }, [large, small], 'large', 6), { kind: 'box', id: 'large' })
  })

  it('is a grip of the chosen box, from outside as well', () => {
    assert.deepEqual(hitTest({ x: 95, y: 96 }, [large], 'large', 6), { kind: 'grip', grip: { x: -1, y: -1 } })
    assert.deepEqual(hitTest({ x: 404, y: 200 }, [large], 'large', 6), { kind: 'grip', grip: { x: 1, y: 0 } })
    assert.deepEqual(hitTest({ x: 95, y: 96 }, [large], undefined, 6), { kind: 'none' })
  })

  it('can still be the middle of a box that is smaller than a finger', () => {
    const tiny = { id: 'tiny', box: { left: 0, top: 0, width: 12, height: 12 } }
    assert.deepEqual(hitTest({ x: 6, y: 6 }, [tiny], 'tiny', 22), { kind: 'box', id: 'tiny' })
  })
})
