import type { HttpHandler, HttpRequest } from '@azure/functions'
import { z } from 'zod'
import { acknowledge, judge, reopen, resolve, withdraw } from '../../shared/domain/decide.ts'
import { Fault } from '../../shared/domain/faults.ts'
import { Id } from '../../shared/domain/ids.ts'
import { hasAnyRole, type Principal } from '../../shared/domain/person.ts'
import type { Roster } from '../../shared/domain/roster.ts'
import { decideIncident } from '../../shared/operations/decide-incident.ts'
import { linkSnapshots } from '../../shared/operations/link-media.ts'
import { readIncident } from '../../shared/operations/read-incident.ts'
import { visibleSites } from '../../shared/operations/visible-sites.ts'
import type { Ports } from '../../shared/ports.ts'
import { answerHeaders } from '../review/answer-headers.ts'
import { viewers } from '../review/viewers.ts'
import { incidentPage } from './incident-page.ts'
import { queuePage } from './queue-page.ts'
import { type Page, type PageOptions, servePage } from './serve-page.ts'
import { icon, style } from './style.ts'

const pageLimit = 50

/** The pages that links in alerts open, and the list that they belong to. No script: they work on any phone. */
export function pages(
  ports: Ports,
  options: PageOptions,
): readonly { name: string; method: 'GET' | 'POST'; path: string; handler: HttpHandler }[] {
  return [
    { name: 'showQueue', method: 'GET', path: 'incidents', handler: servePage(ports, options, showQueue) },
    { name: 'showIncident', method: 'GET', path: 'incidents/{id}', handler: servePage(ports, options, showIncident) },
    { name: 'decideOnPage', method: 'POST', path: 'incidents/{id}', handler: servePage(ports, options, decide) },
    { name: 'pageStyle', method: 'GET', path: 'pages/style.css', handler: file('text/css', style) },
    { name: 'pageIcon', method: 'GET', path: 'pages/icon.svg', handler: file('image/svg+xml', icon) },
  ]
}

/** What every page shares: shows nothing of a plant, so anybody may have it. */
function file(contentType: string, body: string): HttpHandler {
  return async () => ({ headers: { ...answerHeaders, 'content-type': contentType, 'cache-control': 'max-age=300' }, body })
}

async function showQueue(ports: Ports, person: Principal): Promise<Page> {
  requireViewer(person)
  const { items, cursor } = await ports.incidents.listUnresolved({ sites: await visibleSites(ports, person, undefined), limit: pageLimit })
  const rosters = new Map<string, Roster>()
  for (const site of new Set(items.map(({ site }) => site))) {
    const roster = await ports.rosters.find(site)
    if (roster !== undefined) rosters.set(site, roster)
  }
  const pictures = await linkSnapshots(ports, person, items)
  return { title: 'Incidents', content: queuePage(items, rosters, pictures, cursor !== undefined), refreshSeconds: 15 }
}

async function showIncident(ports: Ports, person: Principal, request: HttpRequest, problem?: string): Promise<Page> {
  requireViewer(person)
  const detail = await readIncident(ports, person, idOf(request))
  const roster = await ports.rosters.find(detail.incident.site)
  return { title: detail.incident.label, content: incidentPage(detail, roster, person, problem), ...(problem && { status: 409 }) }
}

const Form = z.strictObject({
  decision: z.enum(['confirmed', 'rejected', 'inconclusive', 'acknowledge', 'resolve', 'reopen', 'withdraw']),
  replaces: z.coerce.number().int().nonnegative().optional(),
})

async function decide(ports: Ports, person: Principal, request: HttpRequest): Promise<Page> {
  if (!hasAnyRole(person, ['site-engineer'])) throw new Fault('role-missing', 'It needs one of: site-engineer.')
  const form = Form.safeParse(Object.fromEntries(new URLSearchParams((await request.text()).slice(0, 1000))))
  if (!form.success) throw new Fault('input-invalid', 'The form was not filled in by our page.')
  const { decision, replaces } = form.data
  const id = idOf(request)
  try {
    await decideIncident(ports, person, id, undefined, (incident, entries, by) => {
      if (decision === 'acknowledge') return acknowledge(incident, entries, by)
      if (decision === 'resolve') return resolve(incident, entries, by, undefined)
      if (decision === 'reopen') return reopen(incident, entries, by)
      if (decision === 'withdraw') return withdraw(incident, entries, by)
      return judge(incident, entries, by, { verdict: decision, boxes: [] }, replaces || undefined)
    })
  } catch (error) {
    // Somebody was faster: show what they decided, and let the person decide again.
    if (error instanceof Fault && error.code === 'incident-changed') return showIncident(ports, person, request, error.message)
    throw error
  }
  return { goTo: `/incidents/${id}` }
}

function requireViewer(person: Principal): void {
  if (!hasAnyRole(person, viewers)) throw new Fault('role-missing', `It needs one of: ${viewers.join(', ')}.`)
}

function idOf(request: HttpRequest): Id {
  const id = Id.safeParse(request.params['id'])
  if (!id.success) throw new Fault('not-found')
  return id.data
}
