import type { Answer, Input } from '../../api/call.ts'

export type GatePolicy = Answer<'getGatePolicy'>
export type NumberName = Exclude<keyof GatePolicy, 'safetyLabels' | 'version'>

/** What the API has where nothing was said; shares are written in per cent. */
export const usual: Readonly<Record<NumberName, number>> = {
  recallTolerance: 0.01,
  leastSafetyObjects: 800,
  leastObjects: 50,
  leastGain: 0.005,
  largestRecallGap: 0.1,
  leastBiasObjects: 30,
  replayDays: 14,
  mostReplays: 200,
}
const shares: readonly NumberName[] = ['recallTolerance', 'leastGain', 'largestRecallGap']
const names = Object.keys(usual) as NumberName[]

/** A policy as it is being written: numbers are texts until they are read. */
export interface GateDraft {
  readonly safetyLabels: readonly string[]
  readonly numbers: Readonly<Record<NumberName, string>>
}

/** What is written for a value: shares in per cent, without the noise of binary fractions. */
export function written(name: NumberName, value: number): string {
  return String(shares.includes(name) ? Math.round(value * 1e6) / 1e4 : value)
}

export function draftOf({ safetyLabels, ...policy }: Omit<GatePolicy, 'version'>): GateDraft {
  return { safetyLabels, numbers: Object.fromEntries(names.map((name) => [name, written(name, policy[name])])) as GateDraft['numbers'] }
}

/** NaN for what is no number: the schema of the call says so of the field. */
export function readDraft({ safetyLabels, numbers }: GateDraft): Input<'saveGatePolicy'>['body'] {
  const read = (name: NumberName) => {
    const text = numbers[name].trim().replace(',', '.')
    const value = text === '' ? Number.NaN : Number(text)
    return shares.includes(name) ? Math.round(value * 1e4) / 1e6 : value
  }
  return { safetyLabels: [...safetyLabels], ...Object.fromEntries(names.map((name) => [name, read(name)])) }
}
