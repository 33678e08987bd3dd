import type { Item } from '../../api/use-api.ts'
import type { Tone } from '../../design/tag.tsx'
import type { Text } from '../../text/text.ts'

export type Notice = Item<'listNotices'>

export const severityTones: Record<Notice['severity'], Tone> = { critical: 'critical', warning: 'warning', info: 'info' }

type Kinds = Text['notices']['kinds']

/** What a kind is called and what to do about it; undefined for a kind that these pages do not know yet. */
export function kindWords(text: Text, kind: string): Kinds[keyof Kinds] | undefined {
  return (text.notices.kinds as Partial<Record<string, Kinds[keyof Kinds]>>)[kind]
}

/** `edge-1` of `device/edge-1`. */
export function nameOfSubject(subject: string): string {
  return subject.slice(subject.indexOf('/') + 1)
}
