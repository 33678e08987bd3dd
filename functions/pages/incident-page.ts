import type { IncidentEntry } from '../../shared/domain/incident-entry.ts'
import { hasAnyRole, type Principal } from '../../shared/domain/person.ts'
import type { Roster } from '../../shared/domain/roster.ts'
import type { IncidentDetail } from '../../shared/operations/read-incident.ts'
import { type Html, html } from './html.ts'
import { cameraName, siteTime } from './words.ts'

const verdicts = [
  ['confirmed', 'True'],
  ['rejected', 'False'],
  ['inconclusive', 'Unclear'],
] as const

/** What the link in an SMS opens: the picture, what it is, and the verdict under one's thumb. */
export function incidentPage(detail: IncidentDetail, roster: Roster | undefined, person: Principal, problem: string | undefined): Html {
  const { incident, entries, alerts } = detail
  const picture =
    incident.snapshot === undefined
      ? html`<p class="empty">The picture has not arrived yet.</p>`
      : html`<img class="picture" src="/api/incidents/${incident.id}/snapshot" alt="What the camera saw, with boxes around what the model found">`
  const end = incident.endedAt === undefined ? 'still seen' : `until ${siteTime(incident.endedAt, roster)}`
  return html`<span class="tag ${incident.severity}">${incident.severity}</span>
<h1><bdi>${incident.label}</bdi> at <bdi>${cameraName(incident, roster)}</bdi>, <bdi>${roster?.site.name ?? incident.site}</bdi></h1>
<p class="soft">${siteTime(incident.startedAt, roster)}, ${end} · ${Math.round(incident.peak.detection.confidence * 100)} % sure · rule ${incident.rule} · model ${incident.model.name} ${incident.model.version}</p>
${problem === undefined ? undefined : html`<p class="critical" role="alert"><b>${problem}</b></p>`}
${picture}
${hasAnyRole(person, ['site-engineer']) ? decisions(detail) : undefined}
<h2>What people did</h2>
${entries.length === 0 ? html`<p class="soft">Nothing yet.</p>` : html`<ul>${entries.map((entry) => entryRow(entry, roster))}</ul>`}
<h2>Who was told</h2>
${alerts.length === 0 ? html`<p class="soft">Nobody: no recipient of this site wants to hear of it.</p>` : undefined}
<ul>${alerts.map(({ recipient, channel, state, reason }) => html`<li class="entry">${recipient} by ${channel === 'sms' ? 'SMS' : 'e-mail'}: ${state === 'done' ? 'sent' : state}${reason === undefined ? '' : ` (${reason})`}</li>`)}</ul>`
}

function decisions({ incident, standingVerdict }: IncidentDetail): Html {
  const buttons = verdicts.map(([value, word]) => {
    const isStanding = incident.verdict === value
    return html`<button name="decision" value="${value}" class="${isStanding ? 'on' : ''}">${word}</button>`
  })
  return html`<form method="post" action="/incidents/${incident.id}">
<input type="hidden" name="replaces" value="${standingVerdict ?? ''}">
${buttons}
${incident.state === 'new' ? html`<button name="decision" value="acknowledge">I am on it</button>` : undefined}
${incident.state === 'resolved' ? html`<button name="decision" value="reopen">Reopen</button>` : html`<button name="decision" value="resolve">Resolve</button>`}
${standingVerdict === undefined ? undefined : html`<button name="decision" value="withdraw">Take verdict back</button>`}
</form>`
}

function entryRow(entry: IncidentEntry, roster: Roster | undefined): Html {
  return html`<li class="entry"><bdi>${entry.name}</bdi> <span class="soft">${siteTime(entry.at, roster)}</span><br><bdi>${wordsOf(entry)}</bdi></li>`
}

function wordsOf(entry: IncidentEntry): string {
  if (entry.kind === 'comment') return entry.text
  if (entry.kind === 'withdrawal') return `took verdict ${entry.of} back`
  if (entry.kind === 'history') return entry.note === undefined ? entry.action : `${entry.action}: ${entry.note}`
  return [`judged it ${entry.verdict}`, entry.reason, entry.comment].filter((part) => part !== undefined).join(' · ')
}
