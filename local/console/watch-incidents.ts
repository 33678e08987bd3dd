import type { Incident } from '../../shared/domain/incident.ts'
import type { Api } from './api.ts'
import { lookAgain, type Watch } from './look-again.ts'

type SeenIncident = Pick<Incident, 'id' | 'site' | 'camera' | 'rule' | 'severity' | 'label' | 'phase' | 'state' | 'verdict'>

/** Tells what happened to incidents since the last look, one line each. The first look only learns what is there. */
export function watchIncidents(api: Api, onEvent: (line: string, isNewIncident: boolean) => void): Watch {
  const seen = new Map<string, SeenIncident>()
  let isFirst = true

  return lookAgain(async () => {
    const { items } = await api.get<{ items: readonly SeenIncident[] }>('incidents?limit=50')
    // Oldest first, as it happened.
    for (const incident of [...items].reverse()) {
      const before = seen.get(incident.id)
      seen.set(incident.id, incident)
      if (isFirst) continue
      for (const line of changes(before, incident)) onEvent(line, before === undefined)
    }
    isFirst = false
    for (const id of seen.keys()) if (seen.size > 500) seen.delete(id)
  })
}

function changes(before: SeenIncident | undefined, now: SeenIncident): string[] {
  const name = `${now.rule} on ${now.camera} (${now.severity}, ${now.id.slice(0, 8)})`
  if (before === undefined) return [`incident opened: ${name}`]
  const lines: string[] = []
  if (before.phase !== now.phase) lines.push(now.phase === 'closed' ? `incident closed: ${name}` : `incident open again: ${name}`)
  if (before.verdict !== now.verdict)
    lines.push(now.verdict === undefined ? `verdict withdrawn: ${name}` : `verdict ${now.verdict}: ${name}`)
  if (before.state !== now.state) lines.push(now.state === 'new' ? `incident reopened: ${name}` : `incident ${now.state}: ${name}`)
  return lines
}
