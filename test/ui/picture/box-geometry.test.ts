import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { boxBetween, growBox, hasArea, moveBox, resizeBox } from '../../../ui/picture/box-geometry.ts'

const inside = fc.double({ min: 0, max: 1, noNaN: true })
const anywhere = fc.double({ min: -3, max: 3, noNaN: true })
const boxes = fc.tuple(inside, inside, inside, inside).map(([a, b, c, d]) => boxBetween({ x: a, y: b }, { x: c, y: d }))
const grips = fc.record({ x: fc.constantFrom(-1, 0, 1), y: fc.constantFrom(-1, 0, 1) }) as fc.Arbitrary<{ x: -1 | 0 | 1; y: -1 | 0 | 1 }>
const by = fc.record({ x: anywhere, y: anywhere })

function assertOnPicture({ left, top, width, height }: { left: number; top: number; width: number; height: number }) {
  for (const value of [left, top, width, height]) assert.ok(value >= 0 && value <= 1, `${value}`)
  assert.ok(left + width <= 1 + 1e-9 && top + height <= 1 + 1e-9)
}

describe('the geometry of boxes', () => {
  it('draws the same box from whichever corner one begins', () => {
    const box = boxBetween({ x: 0.2, y: 0.1 }, { x: 0.5, y: 0.6 })
    assert.deepEqual(box, { left: 0.2, top: 0.1, width: 0.3, height: 0.5 })
    assert.deepEqual(boxBetween({ x: 0.5, y: 0.1 }, { x: 0.2, y: 0.6 }), box)
    assert.deepEqual(boxBetween({ x: 0.5, y: 0.6 }, { x: 0.2, y: 0.1 }), box)
  })

  it('never leaves the picture, whatever is dragged how far', () => {
    fc.assert(
      fc.property(boxes, grips, by, (box, grip, far) => {
        assertOnPicture(moveBox(box, far))
        assertOnPicture(resizeBox(box, grip, far))
        assertOnPicture(growBox(box, far, { x: 0.001, y: 0.001 }))
      }),
    )
  })

  it('keeps the size of a box that is pushed against an edge', () => {
    assert.deepEqual(moveBox({ left: 0.5, top: 0.5, width: 0.25, height: 0.125 }, { x: 2, y: -2 }), {
      left: 0.75,
      top: 0,
      width: 0.25,
      height: 0.125,
    })
  })

  it('turns a box over when a side is dragged past the one opposite', () => {
    const turned = resizeBox({ left: 0.5, top: 0.25, width: 0.25, height: 0.25 }, { x: -1, y: 0 }, { x: 0.5, y: 0.7 })
    assert.deepEqual(turned, { left: 0.75, top: 0.25, width: 0.25, height: 0.25 })
  })

  it('lets the keyboard make a box no smaller than a pixel', () => {
    const least = { x: 1 / 640, y: 1 / 480 }
    const box = growBox({ left: 0.5, top: 0.5, width: 0.01, height: 0.01 }, { x: -0.5, y: -0.5 }, least)
    assert.equal(box.width, least.x)
    assert.equal(box.height, least.y)
    assert.ok(hasArea(box))
  })
})
