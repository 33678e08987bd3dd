// A script of its own, loaded before the others: while they come and are read, the API is asked for what the first screen needs.
import { addressOf } from '../api/address.ts'
import type { EarlyAnswers } from '../api/early-answers.ts'
import { rememberedSite } from '../people/remembered-site.ts'
import { queryOf, readIncidentFilter } from '../screens/incidents/incident-filter.ts'
import { loadText } from '../text/load-text.ts'

/** What nobody has taken by then is old. */
const freshMs = 10_000

const answers: EarlyAnswers = new Map()
globalThis.earlyAnswers = answers
setTimeout(() => answers.clear(), freshMs)

function ask(path: string, params: Record<string, string> = {}, query: Parameters<typeof addressOf>[2] = {}): void {
  const address = addressOf(path, params, query)
  const answer = fetch(address, { redirect: 'manual' })
  // Whoever takes it sees that it failed.
  answer.catch(() => {})
  answers.set(address, answer)
}

const { pathname, search } = location
ask('me')
ask('sites')
void loadText()
const site = rememberedSite()
if (pathname === '/' || pathname === '/incidents') {
  if (site !== null) ask('incidents', {}, queryOf(site, readIncidentFilter(Object.fromEntries(new URLSearchParams(search)))))
  void import('../screens/incidents/incidents-screen.tsx')
}
// Where the link of an alert leads.
const id = /^\/incidents\/([^/]+)$/.exec(pathname)?.[1]
if (id !== undefined) {
  ask('incidents/{id}', { id: decodeURIComponent(id) })
  void import('../screens/incident/incident-screen.tsx')
}
