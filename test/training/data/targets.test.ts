import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeView } from '../../../training/data/draw-view.ts'
import { writeTargets } from '../../../training/data/targets.ts'
import { createLayout } from '../../../training/net/layout.ts'

// 12 × 8 cells of 8 pixels.
const layout = createLayout(['bottle', 'hand'], 96, 64)
const cells = 12 * 8
const targets = {
  heat: new Float32Array(2 * cells),
  heatWeight: new Float32Array(2 * cells),
  box: new Float32Array(4 * cells),
  boxWeight: new Float32Array(cells),
}
const bottle = (left: number, top: number, width: number, height: number) => ({
  label: 0,
  box: { left: left / 96, top: top / 64, width: width / 96, height: height / 64 },
  isIgnored: false,
})
const near = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs(actual! - expected) < 1e-5, `${actual} is not ${expected}`)

test('an object is exactly 1 in the cell of its centre, less around it, and its box can be read back there', () => {
  // Centre at (44, 28): cell (5, 3), in its middle.
  assert.equal(writeTargets(layout, [bottle(12, 4, 64, 48)], wholeView, targets), 1)
  const centre = 3 * 12 + 5
  assert.equal(targets.heat[centre], 1)
  assert.equal(targets.heat.filter((heat) => heat === 1).length, 1)
  assert.ok(targets.heat[centre + 1]! > 0 && targets.heat[centre + 1]! < 0.99)
  assert.ok(targets.heat.subarray(cells).every((heat) => heat === 0))
  assert.deepEqual([targets.box[centre], targets.box[cells + centre]], [0, 0])
  near(targets.box[2 * cells + centre], Math.log(2))
  near(targets.box[3 * cells + centre], Math.log(1.5))
  // One cell to the right the centre lies one cell to the left.
  assert.equal(targets.box[centre + 1], -1)
  assert.ok(targets.boxWeight[centre]! > targets.boxWeight[centre + 1]!)
})

test('a zoomed and mirrored view moves and scales the box with it', () => {
  const view = { left: 0, top: 0, width: 0.5, height: 0.5, isFlipped: true }
  writeTargets(layout, [bottle(8, 8, 16, 8)], view, targets)
  // Twice the size: 16 … 48 wide, mirrored to 48 … 80; 16 … 32 high. Centre (64, 24), size 32 × 16.
  const cell = 3 * 12 + 8
  assert.equal(targets.heat[cell], 1)
  near(targets.box[cell], -0.5)
  near(targets.box[cells + cell], -0.5)
  near(targets.box[2 * cells + cell], 0)
  near(targets.box[3 * cells + cell], Math.log(0.5))
})

test('an object that the view cuts off by more than a third is neither wanted nor punished', () => {
  const view = { left: 0.5, top: 0, width: 1, height: 1, isFlipped: false }
  assert.equal(writeTargets(layout, [bottle(36, 16, 24, 16)], view, targets), 0)
  assert.ok(targets.heat.every((heat) => heat === 0))
  // 12 × 16 pixels of it are left, at the left edge from row 2 on.
  assert.deepEqual([targets.heatWeight[2 * 12], targets.heatWeight[2 * 12 + 1], targets.heatWeight[2 * 12 + 2]], [0, 0, 1])
  assert.equal(targets.heatWeight[cells + 2 * 12], 1)
})

test('crowds are ignored, but not an object that stands in one', () => {
  const crowd = { ...bottle(0, 0, 96, 64), isIgnored: true }
  assert.equal(writeTargets(layout, [bottle(28, 12, 32, 32), crowd], wholeView, targets), 1)
  assert.equal(targets.heatWeight[3 * 12 + 5], 1)
  assert.equal(targets.heatWeight[0], 0)
})

test('an object outside the view leaves no trace', () => {
  const view = { left: 0.5, top: 0.5, width: 0.5, height: 0.5, isFlipped: false }
  assert.equal(writeTargets(layout, [bottle(0, 0, 20, 20)], view, targets), 0)
  assert.ok(targets.heatWeight.every((weight) => weight === 1))
})
