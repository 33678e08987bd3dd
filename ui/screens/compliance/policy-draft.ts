import type { Answer } from '../../api/call.ts'

export type PolicyVersion = Answer<'getCompliancePolicy'>
export type Policy = PolicyVersion['policy']
export type Rule = Policy['rules'][number]
export type View = Policy['people']['cameras'][string]

export const kinds = ['inferences', 'incident', 'snapshot', 'score', 'anomaly'] as const
/** Kinds with fields; a picture has none. */
export const dataKinds = ['inferences', 'incident', 'score', 'anomaly'] as const

type Field = Policy['fields']['inferences'][number]

/** What each kind can say. */
export const fieldsOf: Readonly<Record<(typeof dataKinds)[number], readonly Field[]>> = {
  inferences: ['camera', 'device', 'label', 'confidence', 'box', 'track', 'model', 'size', 'timing'],
  incident: ['camera', 'device', 'rule', 'label', 'severity', 'confidence', 'box', 'track', 'model', 'timing'],
  score: ['camera', 'device', 'label', 'confidence', 'box', 'track', 'model', 'size', 'timing'],
  anomaly: ['camera', 'rule', 'label'],
}
export const allFields = [...new Set(dataKinds.flatMap((kind) => fieldsOf[kind]))]

export const newRule = (id: string): Rule => ({ id, when: {}, action: 'release', without: [], retention: 'standard' })

/** A list as people type it: words between commas. */
export const wordsIn = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

/** Without what was emptied: an empty choice asks for nothing. */
export function withChoice<Thing extends object, Name extends keyof Thing>(
  thing: Thing,
  name: Name,
  value: Thing[Name] | undefined,
): Thing {
  const { [name]: _, ...rest } = thing
  const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0)
  return (isEmpty ? rest : { ...rest, [name]: value }) as Thing
}
