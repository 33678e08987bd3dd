import type { Alert } from './alert.ts'
import { plainName, shorten } from './plain-name.ts'
import type { Roster } from './roster.ts'
import { smsSegments, toSmsAlphabet } from './sms-segments.ts'

export interface AlertContent {
  readonly subject: string
  readonly text: string
  readonly html: string | undefined
}

/** One SMS is read at a glance, two still are; operators charge for each. */
const maxSegments = 2
const maxNameChars = 60
const maxSubjectChars = 150

/**
 * What an alert says: how bad, what, where, when by the site's clock, and where to look. No word about persons.
 *
 * @param publicUrl where people reach the app; the only host that a link ever names.
 */
export function alertContent(alert: Alert, roster: Roster, publicUrl: string): AlertContent {
  const facts = collectFacts(alert, roster, publicUrl)
  return alert.channel === 'sms' ? { subject: '', text: smsText(facts), html: undefined } : emailContent(alert, facts)
}

/** What a browser shows: no address in it, the app knows its own. The same tag replaces what is shown already. */
export interface PushContent {
  readonly title: string
  readonly text: string
  readonly incident: string
  readonly severity: Alert['severity']
}

export function pushContent(alert: Alert, roster: Roster, publicUrl: string): PushContent {
  const { severity, what, camera, site, when } = collectFacts(alert, roster, publicUrl)
  const parts = [camera, plainName(alert.rule, maxNameChars), site, when]
  return {
    title: `${severity} ${what}`,
    text: parts.filter((part) => part !== '').join(' · '),
    incident: alert.incident,
    severity: alert.severity,
  }
}

interface Facts {
  readonly severity: string
  readonly what: string
  readonly camera: string
  readonly site: string
  readonly when: string
  readonly link: string
  readonly picture: string
  readonly isRepeat: boolean
}

function collectFacts(alert: Alert, { site, cameraNames }: Roster, publicUrl: string): Facts {
  const link = new URL(`incidents/${alert.incident}`, withSlash(publicUrl)).href
  const label = plainName(alert.label, maxNameChars)
  const isSingle = alert.kind === 'incident' || alert.kind === 'late'
  return {
    severity: alert.severity.toUpperCase(),
    what: isSingle ? label : digestWords(alert, label),
    camera: alert.kind === 'site-digest' ? '' : plainName(cameraNames[alert.camera] ?? alert.camera, maxNameChars),
    site: plainName(site.name, maxNameChars),
    when: `${isSingle ? '' : 'since '}${clockTime(alert.startedAt, site.timeZone)}`,
    link,
    // The app's own route: it asks who is there and then leads to the picture for a few minutes.
    picture: new URL(`api/incidents/${alert.incident}/snapshot`, withSlash(publicUrl)).href,
    isRepeat: alert.isRepeat,
  }
}

function digestWords({ kind, count }: Alert, label: string): string {
  if (kind === 'cause-digest') return `${count} more ${label}`
  return kind === 'late-digest' ? `${count} late incident${count === 1 ? '' : 's'}` : `${count} more incident${count === 1 ? '' : 's'}`
}

/** Names give way until all fits: the severity, the time and the link never do. */
function smsText(facts: Facts): string {
  for (let nameChars = maxNameChars; nameChars >= 4; nameChars -= 2) {
    const name = (text: string) => shorten(toSmsAlphabet(text), nameChars)
    const where = [facts.camera, facts.site].filter((part) => part !== '').map(name)
    const text = toSmsAlphabet(
      `${facts.isRepeat ? 'Repeat: ' : ''}${facts.severity} ${name(facts.what)}: ${where.join(', ')}, ${facts.when}`,
    )
    const whole = `${text} ${facts.link}`
    if (smsSegments(whole) <= maxSegments) return whole
  }
  return `${facts.severity} ${facts.link}`
}

function emailContent(alert: Alert, facts: Facts): AlertContent {
  const where = [facts.camera, facts.site].filter((part) => part !== '').join(', ')
  const heading = `${facts.what} at ${where}`
  const subject = shorten(`${facts.isRepeat ? 'Repeat: ' : ''}[${facts.severity}] ${heading}, ${facts.when}`, maxSubjectChars).slice(
    0,
    maxSubjectChars,
  )
  const note = explanation(alert)
  const text = [heading, `${facts.severity}, ${facts.when}`, note, `Open the incident: ${facts.link}`, `Picture: ${facts.picture}`]
  return { subject, text: `${text.filter((line) => line !== '').join('\n\n')}\n`, html: emailHtml(facts, heading, note) }
}

/** What a reader would otherwise ask about: why it is no ordinary alert. */
function explanation({ kind, isRepeat }: Alert): string {
  const notes: Readonly<Record<Alert['kind'], string>> = {
    incident: '',
    late: '',
    'cause-digest': 'The same camera and label raised these after the last alert. The first is linked.',
    'late-digest': 'They reached us more than 15 minutes after they began, so nobody was woken. The first is linked.',
    'site-digest': 'The limit on e-mails was reached, so they come together. The first is linked.',
  }
  const repeat = isRepeat ? 'This may have reached you before: we could not find out whether the first attempt arrived.' : ''
  return [notes[kind], repeat].filter((note) => note !== '').join(' ')
}

// Mail programs know no style sheets, so styles stand where they apply.
const severityColours: Readonly<Record<string, string>> = { CRITICAL: '#a3201a', WARNING: '#8a5a00', INFO: '#2a5d84' }

function emailHtml(facts: Facts, heading: string, note: string): string {
  const colour = severityColours[facts.severity] ?? '#17202a'
  return `<!doctype html>
<html lang="en"><body style="margin:0;padding:24px;background:#f3f4f6;color:#17202a;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dde1e6;border-radius:10px">
<p style="margin:0;color:${colour};font-weight:600">${escapeHtml(facts.severity)}</p>
<h1 style="margin:4px 0 8px;font-size:20px;line-height:1.3">${escapeHtml(heading)}</h1>
<p style="margin:0 0 16px;color:#5b6773">${escapeHtml(facts.when)}</p>
${note === '' ? '' : `<p>${escapeHtml(note)}</p>\n`}<p style="margin:20px 0"><a href="${escapeHtml(facts.link)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#0b6bcb;color:#ffffff;text-decoration:none;font-weight:600">Open the incident</a></p>
<p style="margin:0"><a href="${escapeHtml(facts.picture)}" style="color:#0b6bcb">See the picture</a></p>
</div></body></html>
`
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

/** The day stands there as well: a message can be read the next morning. */
function clockTime(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('day')} ${part('month')} ${part('hour')}:${part('minute')}:${part('second')}`
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
