/** One line of the benchmark's report: the limit (or the peer) and us, measured in the same run. */
export interface Row {
  /** What is measured, in words. */
  readonly what: string
  /** Who we are measured against. */
  readonly peer: string
  readonly peerValue: number
  readonly ourValue: number
  readonly unit: string
  /** How the ratio is taken; `higher` = ours / peer for rates, `lower` = peer / ours for times and costs. */
  readonly better: 'higher' | 'lower'
  /** The least ratio that we hold ourselves to. */
  readonly goal: number
  readonly note?: string
}

/** Prints a row and returns whether the goal was met. Noisy machines: a benchmark reports, it never fails a build. */
export function report(row: Row): boolean {
  const ratio = row.better === 'higher' ? row.ourValue / row.peerValue : row.peerValue / row.ourValue
  const isMet = ratio >= row.goal
  const value = (x: number) => `${x.toLocaleString('en', { maximumSignificantDigits: 4 })} ${row.unit}`
  console.log(
    `${isMet ? 'met   ' : 'missed'}  ${ratio.toFixed(2)} × (goal ${row.goal})  ${row.what}: ${value(row.ourValue)}, ${row.peer}: ${value(row.peerValue)}${row.note ? ` (${row.note})` : ''}`,
  )
  return isMet
}

/** The value below which the given share (0..1) of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
