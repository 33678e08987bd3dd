import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countWanted, judge } from '../../../shared/domain/match-boxes.ts'

const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height })
const wanted = (one: ReturnType<typeof box>, isIgnored = false) => ({ box: one, isIgnored })
const left = box(0, 0, 0.2, 0.2)
const right = box(0.5, 0, 0.2, 0.2)

test('a box that overlaps enough is right, one that does not is wrong', () => {
  // 0.15 of 0.25 wide: an overlap of 0.6
  const near = box(0.05, 0, 0.2, 0.2)
  const pictures = [{ found: [{ score: 0.9, box: near }], wanted: [wanted(left)] }]
  assert.deepEqual(judge(pictures, 0.5), [{ score: 0.9, isRight: true }])
  assert.deepEqual(judge(pictures, 0.7), [{ score: 0.9, isRight: false }])
})

test('a second box on the same object is wrong, and the surest gets it', () => {
  const found = [
    { score: 0.5, box: left },
    { score: 0.8, box: left },
  ]
  assert.deepEqual(judge([{ found, wanted: [wanted(left)] }], 0.5), [
    { score: 0.8, isRight: true },
    { score: 0.5, isRight: false },
  ])
})

test('a box takes the object that it overlaps most', () => {
  const between = box(0.06, 0, 0.2, 0.2)
  const close = box(0.08, 0, 0.2, 0.2)
  const found = [
    { score: 0.9, box: between },
    { score: 0.8, box: left },
  ]
  assert.deepEqual(
    judge([{ found, wanted: [wanted(left), wanted(close)] }], 0.3).map((one) => one.isRight),
    [true, true],
  )
})

test('boxes in an ignored region count neither as right nor as wrong', () => {
  const crowd = wanted(box(0.4, 0, 0.6, 1), true)
  const pictures = [{ found: [{ score: 0.9, box: right }], wanted: [crowd] }]
  assert.deepEqual(judge(pictures, 0.5), [])
  assert.equal(countWanted(pictures), 0)
})

test('boxes of one picture never match objects of another', () => {
  const pictures = [
    { found: [{ score: 0.9, box: left }], wanted: [] },
    { found: [], wanted: [wanted(left)] },
  ]
  assert.deepEqual(judge(pictures, 0.5), [{ score: 0.9, isRight: false }])
  assert.equal(countWanted(pictures), 1)
})
