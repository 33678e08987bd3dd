/**
 * Tails of the distributions that the monitors need. Formulas: NIST Digital Library of Mathematical Functions, chapter 8
 * (https://dlmf.nist.gov/8); good to ten digits for what is asked here.
 */

const tiny = 1e-300
const precise = 1e-15
const maxTerms = 500

// Lanczos, g = 7, n = 9.
const lanczos = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
]

function logGamma(x: number): number {
  const base = x + 6.5
  const sum = lanczos.reduce((total, factor, index) => total + (index === 0 ? factor : factor / (x + index - 1)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum)
}

/** Regularised incomplete beta function I_x(a, b): the share of a beta distribution that lies below x. */
export function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b))
  // The fraction converges fast on one side only.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b
}

/** Lentz's way through the continued fraction (DLMF 8.17.22). */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= maxTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / notZero(1 + even * d)
    c = notZero(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / notZero(1 + odd * d)
    c = notZero(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < precise) break
  }
  return value
}

/** Where a beta distribution has this share below. */
export function betaQuantile(share: number, a: number, b: number): number {
  let [low, high] = [0, 1]
  // Halved sixty times an interval is as fine as a number can be.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (betaBelow(middle, a, b) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** How likely Student's t is at least so far from 0, on either side. */
export function studentTails(t: number, degrees: number): number {
  return betaBelow(degrees / (degrees + t * t), degrees / 2, 0.5)
}

/** How likely chi-square is at least so large. */
export function chiSquareAbove(chiSquare: number, degrees: number): number {
  const [a, x] = [degrees / 2, chiSquare / 2]
  if (x <= 0) return 1
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  return x < a + 1 ? 1 - front * gammaSeries(a, x) : front * gammaFraction(a, x)
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n <= maxTerms && term > sum * precise; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / notZero(b)
  let value = d
  for (let n = 1; n <= maxTerms; n++) {
    const factor = -n * (n - a)
    b += 2
    d = 1 / notZero(factor * d + b)
    c = notZero(b + factor / c)
    value *= d * c
    if (Math.abs(d * c - 1) < precise) break
  }
  return value
}

/** How likely a binomial count of n trials is at least k. */
export function binomialAtLeast(k: number, n: number, share: number): number {
  return k <= 0 ? 1 : betaBelow(share, k, n - k + 1)
}

function notZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
