import { createApi } from '../../local/console/api.ts'
import { waitFor } from '../../local/loop/wait-for.ts'
import type { Role } from '../../shared/domain/person.ts'

interface Row {
  readonly id: string
  readonly state: string
  readonly phase: string
  readonly dataset?: string
  readonly [name: string]: unknown
}

/** A run that learns for seconds is a run to look at all the same. */
const trainingMinutes = 0.3

/** Lets the factory see something, people judge it, a night make a dataset of it and a run a model, about which people are asked. */
export async function fillFactory(origin: string, site: string, say: (line: string) => void): Promise<void> {
  const signal = new AbortController().signal
  const as = (role: Role) => createApi(origin, role, signal)
  const [engineer, scientist, auditor] = [as('site-engineer'), as('data-scientist'), as('safety-auditor')]
  const rows = async (path: string) => (await scientist.get<{ items: Row[] }>(path)).items

  say('waits for incidents …')
  const incidents = await waitFor('incidents', 8, async () => {
    const closed = (await rows('incidents?limit=100')).filter(({ phase }) => phase === 'closed')
    return closed.length >= 10 ? closed : undefined
  })
  // Some are left: what nobody judged yet is what the list is for.
  for (const [index, { id }] of incidents.slice(4).entries()) {
    const verdict = (['confirmed', 'confirmed', 'rejected', 'inconclusive'] as const)[index % 4]!
    await engineer.post(`incidents/${id}/verdicts`, { verdict })
  }
  await engineer.post(`incidents/${incidents[4]!.id}/comments`, { text: 'The belt was stopped; the guard is back in its place.' })
  await auditor.post('holds', { ...holdOf(incidents[4]!), site, reason: 'Claim 2026-118' })

  say('runs a night …')
  await scientist.post('nights', { site, again: true })
  const night = await waitFor('the night to end', 8, async () => (await rows('nights')).find(({ state }) => state !== 'running'))
  if (night.dataset === undefined) return
  say('trains …')
  await scientist.put(`sites/${site}/training-policy`, { minutes: trainingMinutes, leastFrames: 2 })
  const known = await rows(`runs?site=${site}`)
  if (known.every(({ dataset }) => dataset !== night.dataset)) await scientist.post('runs', { site, dataset: night.dataset })
  const isOver = ({ state }: Row) => ['completed', 'failed', 'cancelled'].includes(state)
  const [run] = await waitFor('the run to end', 12, async () => {
    const runs = await rows(`runs?site=${site}`)
    return runs.every(isOver) ? runs : undefined
  })
  say(`the run is ${run?.state}`)
}

function holdOf({ camera, startedAt }: Row) {
  const begin = Date.parse(String(startedAt))
  const at = (ms: number) => new Date(ms).toISOString()
  return { camera: String(camera), from: at(begin - 60_000), to: at(begin + 60_000) }
}
