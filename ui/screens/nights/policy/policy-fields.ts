/** A number of the policy, as people write it. */
export interface NumberField {
  readonly least: number
  readonly most: number
  /** What the API has where nothing was said. */
  readonly usual: number
  readonly isWhole: boolean
  /** Shares are written in per cent. */
  readonly isShare?: true
}

const day = 86_400_000

/** Bounds and defaults of the API; a test holds them against it. */
export const samplingFields = {
  insideMs: { least: 40, most: 60_000, usual: 500, isWhole: true },
  outsideMs: { least: 0, most: day, usual: 30_000, isWhole: true },
  unsure: { least: 0, most: 100, usual: 2, isWhole: true },
  unanalysed: { least: 0, most: 100, usual: 0, isWhole: true },
  nearDuplicateBits: { least: -1, most: 64, usual: 2, isWhole: true },
  jpegQscale: { least: 2, most: 31, usual: 3, isWhole: true },
} as const satisfies Record<string, NumberField>

export const policyFields = {
  rawVideoHours: { least: 1, most: 24 * 365, usual: 72, isWhole: true },
  immutableDays: { least: 0, most: 36_500, usual: 180, isWhole: true },
  goldShare: { least: 0, most: 0.5, usual: 0.1, isWhole: false, isShare: true },
  secondOpinionShare: { least: 0, most: 1, usual: 0.1, isWhole: false, isShare: true },
  validateShare: { least: 0, most: 0.5, usual: 0.15, isWhole: false, isShare: true },
  testShare: { least: 0, most: 0.5, usual: 0.15, isWhole: false, isShare: true },
} as const satisfies Record<string, NumberField>

export const usualStart = '02:30'

export type SamplingName = keyof typeof samplingFields
export type PolicyName = keyof typeof policyFields

export type Mistake = 'number' | 'whole' | 'between'

/** What is written for a value: shares in per cent, without the noise of binary fractions. */
export function written(field: NumberField, value: number): string {
  return String(field.isShare ? Math.round(value * 10_000) / 100 : value)
}

/** The value of what was written, with a comma or a point, or what is wrong with it. */
export function readNumber(field: NumberField, text: string): { readonly value: number } | { readonly mistake: Mistake } {
  const number = Number(text.trim().replace(',', '.').replace('−', '-'))
  if (text.trim() === '' || !Number.isFinite(number)) return { mistake: 'number' }
  if (field.isWhole && !Number.isInteger(number)) return { mistake: 'whole' }
  const value = field.isShare ? Math.round(number * 100) / 10_000 : number
  return value < field.least || value > field.most ? { mistake: 'between' } : { value }
}
