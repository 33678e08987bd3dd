import type { Incident } from '../../shared/domain/incident.ts'
import type { Roster } from '../../shared/domain/roster.ts'
import { type Html, html } from './html.ts'
import { cameraName, siteTime } from './words.ts'

/** The incidents that nobody has resolved, the newest on top. */
export function queuePage(
  incidents: readonly Incident[],
  rosters: ReadonlyMap<string, Roster>,
  pictures: ReadonlyMap<string, string>,
  hasMore: boolean,
): Html {
  if (incidents.length === 0)
    return html`<h1>Incidents</h1><p class="empty">Nothing to look at. New incidents appear here by themselves.</p>`
  const rows = incidents.map((incident) => row(incident, rosters.get(incident.site), pictures.get(incident.id)))
  return html`<h1>Incidents</h1>
<p class="soft">${incidents.length}${hasMore ? '+' : ''} not resolved</p>
<ul>${rows}</ul>`
}

function row(incident: Incident, roster: Roster | undefined, url: string | undefined): Html {
  const picture = url === undefined ? html`<span class="none">no picture yet</span>` : html`<img src="${url}" alt="" loading="lazy">`
  const verdict = incident.verdict ?? (incident.state === 'new' ? 'new' : 'not judged')
  return html`<li><a class="card" href="/incidents/${incident.id}">${picture}<span>
<span class="tag ${incident.severity}">${incident.severity}</span>
<b><bdi>${incident.label}</bdi></b> at <bdi>${cameraName(incident, roster)}</bdi><br>
<span class="soft">${siteTime(incident.startedAt, roster)} · ${incident.phase === 'open' ? 'still seen · ' : ''}${verdict}</span>
</span></a></li>`
}
