import type { Answer, Input } from '../../../api/call.ts'
import {
  type Mistake,
  type NumberField,
  type PolicyName,
  policyFields,
  readNumber,
  type SamplingName,
  samplingFields,
  usualStart,
  written,
} from './policy-fields.ts'

export type Policy = Answer<'getNightPolicy'>
type Sampling = Policy['sampling']

/** Sampling as it is being written. */
export interface SamplingDraft {
  readonly numbers: Readonly<Record<SamplingName, string>>
  readonly outsideKeyframesOnly: boolean
}

/** A policy as it is being written: numbers are texts until they are read. */
export interface PolicyDraft {
  readonly startsAt: string
  readonly enabled: boolean
  readonly numbers: Readonly<Record<PolicyName, string>>
  readonly sampling: SamplingDraft
  readonly samplingByRule: Readonly<Record<string, SamplingDraft>>
}

/** Mistakes by the path of the field, such as `sampling.insideMs` or `samplingByRule.leak.unsure`. */
export type Mistakes = Readonly<Record<string, Mistake | 'time' | 'shares'>>

const samplingNames = Object.keys(samplingFields) as SamplingName[]
const policyNames = Object.keys(policyFields) as PolicyName[]

function numbersOf<Name extends string>(
  fields: Record<Name, NumberField>,
  names: readonly Name[],
  value: (name: Name) => number,
): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, written(fields[name], value(name))])) as Record<Name, string>
}

function samplingDraft(sampling: Sampling): SamplingDraft {
  const numbers = numbersOf(samplingFields, samplingNames, (name) => sampling[name])
  return { numbers, outsideKeyframesOnly: sampling.outsideKeyframesOnly }
}

export function draftOf(policy: Policy): PolicyDraft {
  return {
    startsAt: policy.startsAt,
    enabled: policy.enabled,
    numbers: numbersOf(policyFields, policyNames, (name) => policy[name]),
    sampling: samplingDraft(policy.sampling),
    samplingByRule: Object.fromEntries(Object.entries(policy.samplingByRule).map(([rule, sampling]) => [rule, samplingDraft(sampling)])),
  }
}

export function usualSampling(): SamplingDraft {
  return { numbers: numbersOf(samplingFields, samplingNames, (name) => samplingFields[name].usual), outsideKeyframesOnly: true }
}

/** What the API has where nobody said anything. */
export function usualDraft(): PolicyDraft {
  const numbers = numbersOf(policyFields, policyNames, (name) => policyFields[name].usual)
  return { startsAt: usualStart, enabled: true, numbers, sampling: usualSampling(), samplingByRule: {} }
}

/** Reads all that was written: the policy to save, or every mistake in it. */
export function readDraft(draft: PolicyDraft): { readonly policy: Input<'saveNightPolicy'>['body']; readonly mistakes: Mistakes } {
  const mistakes: Record<string, Mistake | 'time' | 'shares'> = {}
  const read = (field: NumberField, text: string, path: string) => {
    const found = readNumber(field, text)
    if ('value' in found) return found.value
    mistakes[path] = found.mistake
    return field.usual
  }
  const readSampling = ({ numbers, outsideKeyframesOnly }: SamplingDraft, path: string) => ({
    ...(Object.fromEntries(samplingNames.map((name) => [name, read(samplingFields[name], numbers[name], `${path}.${name}`)])) as Record<
      SamplingName,
      number
    >),
    outsideKeyframesOnly,
  })
  const values = Object.fromEntries(policyNames.map((name) => [name, read(policyFields[name], draft.numbers[name], name)])) as Record<
    PolicyName,
    number
  >
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.startsAt)) mistakes['startsAt'] = 'time'
  if (mistakes['testShare'] === undefined && values.validateShare + values.testShare >= 1) mistakes['testShare'] = 'shares'
  const samplingByRule = Object.fromEntries(
    Object.entries(draft.samplingByRule).map(([rule, sampling]) => [rule, readSampling(sampling, `samplingByRule.${rule}`)]),
  )
  const { startsAt, enabled } = draft
  return { policy: { startsAt, enabled, ...values, sampling: readSampling(draft.sampling, 'sampling'), samplingByRule }, mistakes }
}
