import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fitView, panView, revealBox, toPicture, toStage, visiblePart, zoomView } from '../../../ui/picture/view.ts'

const stage = { width: 812.5, height: 460.25 }
const picture = { width: 1920, height: 1080 }
const fit = fitView(stage, picture)
const points = fc.record({
  x: fc.double({ min: 0, max: stage.width, noNaN: true }),
  y: fc.double({ min: 0, max: stage.height, noNaN: true }),
})
const steps = fc.array(fc.tuple(points, fc.double({ min: 0.2, max: 5, noNaN: true })), { maxLength: 12 })

/** A picture after any number of turns of the wheel. */
const views = steps.map((turns) => turns.reduce((view, [at, factor]) => zoomView(view, fit, at, factor), fit))

describe('what part of a picture is shown', () => {
  it('begins with all of it, in the middle', () => {
    const tall = fitView({ width: 200, height: 100 }, { width: 100, height: 100 })
    assert.deepEqual(tall, { width: 100, height: 100, left: 50, top: 0 })
  })

  it('finds the same place of the picture at every zoom, to a hundredth of a pixel', () => {
    fc.assert(
      fc.property(views, points, (view, point) => {
        const { x, y } = toPicture(view, point)
        const back = toStage(view, { left: x, top: y, width: 0, height: 0 })
        assert.ok(Math.abs(back.left - point.x) < 0.01 && Math.abs(back.top - point.y) < 0.01)
      }),
    )
  })

  it('keeps what lies under the pointer there while it zooms in', () => {
    const at = { x: 300, y: 200 }
    const before = toPicture(fit, at)
    const after = toPicture(zoomView(fit, fit, at, 6), at)
    assert.ok(Math.abs(before.x - after.x) < 1e-12 && Math.abs(before.y - after.y) < 1e-12)
  })

  it('never shows less picture than the stage can hold', () => {
    fc.assert(
      fc.property(views, points, (view, { x, y }) => {
        const moved = panView(view, fit, { x: x * 9 - 3000, y: y * 9 - 3000 })
        assert.ok(moved.width >= fit.width - 1e-6)
        if (moved.width > stage.width) assert.ok(moved.left <= 1e-6 && moved.left + moved.width >= stage.width - 1e-6)
        const { left, top, width, height } = visiblePart(moved, stage)
        assert.ok(left >= -1e-9 && top >= -1e-9 && left + width <= 1 + 1e-9 && top + height <= 1 + 1e-9)
      }),
    )
  })

  it('brings a box that cannot be seen into view, and leaves one that can be seen where it is', () => {
    const near = zoomView(fit, fit, { x: 0, y: 0 }, 8)
    const far = { left: 0.8, top: 0.8, width: 0.05, height: 0.05 }
    const { left, top } = toStage(revealBox(near, fit, stage, far), far)
    assert.ok(left > 0 && left < stage.width && top > 0 && top < stage.height)
    assert.equal(revealBox(near, fit, stage, { left: 0.01, top: 0.01, width: 0.05, height: 0.05 }), near)
  })

  it('comes back to all of it when one zooms out far enough', () => {
    const near = zoomView(fit, fit, { x: 700, y: 20 }, 12)
    const out = zoomView(near, fit, { x: 10, y: 400 }, 0.001)
    for (const side of ['left', 'top', 'width', 'height'] as const) assert.ok(Math.abs(out[side] - fit[side]) < 1e-9)
  })
})
