import type { AlertContent } from './alert-content.ts'
import type { Evidence, Notice } from './notice.ts'
import type { Role } from './person.ts'
import { plainName } from './plain-name.ts'
import type { Roster, Topic } from './roster.ts'

/** Recipients have topics, notices have roles: which topic reaches whom. */
const topicOf: Readonly<Record<Role, Topic>> = {
  'site-engineer': 'operations',
  'iot-engineer': 'operations',
  'safety-auditor': 'operations',
  admin: 'operations',
  'data-scientist': 'quality',
  'data-labeler': 'quality',
}

export function topicsOf(roles: readonly Role[]): readonly Topic[] {
  return [...new Set(roles.map((role) => topicOf[role]))]
}

/** What is wrong, the figures that show it, what was done by itself, and where to look. Plain text only. */
export function noticeMail(notice: Notice, { site }: Roster, publicUrl: string, isRepeat: boolean): AlertContent {
  const name = plainName(site.name, 60)
  const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`
  const summary = plainName(notice.summary, 300)
  const done = notice.actions.filter(({ state, kind }) => state === 'done' && kind !== 'notify-role')
  const lines = [
    `${name}: ${summary}`,
    `Since ${notice.openedAt}${notice.openings > 1 ? `, for the ${notice.openings}. time` : ''}.`,
    notice.evidence.map(figure).join('\n'),
    ...done.map(({ kind, target, after }) => `Done by itself: ${kind}, ${plainName(target, 100)}: ${plainName(after, 200)}.`),
    `More, and what to do: ${new URL(`notices/${notice.id}`, base).href}`,
    ...(isRepeat ? ['This may have reached you before: we could not find out whether the first attempt arrived.'] : []),
  ]
  const subject = `${isRepeat ? 'Repeat: ' : ''}[NOTICE] ${plainName(summary, 80)} (${name})`
  return { subject, text: `${lines.join('\n\n')}\n`, html: undefined }
}

function figure({ measure, value, unit, threshold, effectSize, effect = '', sampleSize }: Evidence): string {
  const of = unit === '1' ? '' : ` ${unit}`
  return [
    `${measure}: ${rounded(value)}${of}`,
    ...(threshold === undefined ? [] : [`limit ${rounded(threshold)}${of}`]),
    ...(effectSize === undefined ? [] : [`effect ${rounded(effectSize)} ${effect}`.trim()]),
    ...(sampleSize === undefined ? [] : [`${sampleSize} samples`]),
  ].join(', ')
}

const rounded = (value: number) => String(Number(value.toPrecision(3)))
