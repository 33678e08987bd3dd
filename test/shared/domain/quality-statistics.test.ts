import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareMixes } from '../../../shared/domain/compare-mixes.ts'
import { betaBelow, binomialAtLeast, chiSquareAbove, studentTails } from '../../../shared/domain/distributions.ts'
import { clopperPearson, differenceOfShares, wilson } from '../../../shared/domain/intervals.ts'

function isNear(actual: number, expected: number, tolerance = 5e-5): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`)
}

// The figures of Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: score method without continuity correction, and the
// exact one of Clopper and Pearson.
test("shares have the intervals of Newcombe's table", () => {
  const table = [
    { right: 81, count: 263, score: [0.2553, 0.3662], exact: [0.2527, 0.3676] },
    { right: 15, count: 148, score: [0.0624, 0.1605], exact: [0.0578, 0.1617] },
    { right: 0, count: 20, score: [0, 0.1611], exact: [0, 0.1684] },
    { right: 1, count: 29, score: [0.0061, 0.1718], exact: [0.0009, 0.1776] },
  ]
  for (const { right, count, score, exact } of table) {
    const [a, b] = [wilson(right, count), clopperPearson(right, count)]
    isNear(a.low, score[0]!)
    isNear(a.high, score[1]!)
    isNear(b.low, exact[0]!)
    isNear(b.high, exact[1]!)
  }
})

// Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10: (a) 56/70 - 48/80 and (b) 9/10 - 3/10.
test("the difference of two shares has Newcombe's interval", () => {
  const a = differenceOfShares(wilson(56, 70), wilson(48, 80))
  isNear(a.low, 0.0524)
  isNear(a.high, 0.3339)
  const b = differenceOfShares(wilson(9, 10), wilson(3, 10))
  isNear(b.low, 0.1705)
  isNear(b.high, 0.809)
})

// Critical values of printed tables: t of 2.228 at 10 degrees and chi-square of 18.307 at 10 leave 5 % beyond.
test('tails are those of printed tables', () => {
  isNear(studentTails(2.2281, 10), 0.05)
  isNear(studentTails(12.7062, 1), 0.05)
  isNear(chiSquareAbove(18.307, 10), 0.05)
  isNear(chiSquareAbove(3.8415, 1), 0.05)
  isNear(chiSquareAbove(0.3518, 3), 0.95)
})

test('a beta and a binomial tail are the sums that they stand for', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k)
  const sum = Array.from({ length: 21 }, (_, k) => (k < 5 ? 0 : choose(20, k) * 0.1 ** k * 0.9 ** (20 - k))).reduce((a, b) => a + b)
  isNear(binomialAtLeast(5, 20, 0.1), sum, 1e-12)
  isNear(betaBelow(0.3, 2, 3), 1 - 0.7 ** 4 - 4 * 0.3 * 0.7 ** 3, 1e-12)
  assert.equal(binomialAtLeast(0, 20, 0.1), 1)
})

test('the stability index is the sum of its textbook formula, with half a count in every bin', () => {
  const before = { a: 500, b: 300, c: 200 }
  const now = { a: 300, b: 300, c: 400 }
  const share = (count: number) => (count + 0.5) / 1001.5
  const term = (was: number, is: number) => (share(is) - share(was)) * Math.log(share(is) / share(was))
  const { psi, chiSquare, degrees } = compareMixes(before, now)
  isNear(psi, term(500, 300) + term(300, 300) + term(200, 400), 1e-12)
  // (500 - 400)² / 400 twice, and (200 - 300)² / 300 twice.
  isNear(chiSquare, 50 + 200 / 3, 1e-9)
  assert.equal(degrees, 2)
})

test('mixes of which one is empty are not apart by chance', () => {
  assert.equal(compareMixes({}, {}).chiSquare, 0)
  assert.ok(Number.isFinite(compareMixes({ a: 10 }, {}).psi))
})
