// What a person waits for on the page of insights: with ten days of figures and with a thousand. The same plant, each stretch
// asked for as the page asks, over HTTP from the real routes and storage; the answer as it is parsed.
import { startAzurite } from '../../local/azurite/start.ts'
import { laptopPeople } from '../../local/sign-in/people.ts'
import { addUpMonths } from '../../shared/operations/add-up-months.ts'
import { inParallel } from '../../shared/operations/in-parallel.ts'
import { serveApp } from '../../test/browser/serve-app.ts'
import { insightDays } from '../../test/harness/insight-days.ts'
import { createTestApp } from '../../test/harness/test-app.ts'
import { quantile, report } from '../report.ts'

const until = '2026-11-20'
const most = 1000
const few = 10
const asked = 20
const site = 'plant-1'
const cameras = Array.from({ length: 6 }, (_, index) => `camera-${index + 1}`)
const rules = Array.from({ length: 2 }, (_, index) => ({ rule: `rule-${index}`, label: `label-${index}`, perHour: 0.2, falseShare: 0.3 }))

const azurite = await startAzurite()
const ports = await createTestApp(azurite.connectionString)
await ports.rosters.saveSite({ id: site, name: site, timeZone: 'Europe/Berlin' })
for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: [site] })
const days = insightDays({ site, until, days: most, cameras, rules })
console.log(`        writing ${most} days of ${cameras.length} cameras …`)
await inParallel(days, 16, (day) => ports.insights.saveDay(day))
// From the sides that are asked for below; the others lie beside them and are not read.
const sides = [{}, { camera: 'camera-3' }, { camera: 'camera-3', rule: 'rule-1' }]
await addUpMonths(ports, site, new Set(days.map(({ day }) => day.slice(0, 7))), sides)
const served = await serveApp(ports)
const cookie = await signIn(served.origin)
try {
  for (const side of sides) {
    const filter = Object.entries(side)
      .map(([name, value]) => `&${name}=${value}`)
      .join('')
    const [short, long]: [number[], number[]] = [[], []]
    // In turns, so that both meet the same moments of the machine.
    for (let turn = 0; turn < asked; turn++) {
      short.push(await timeOf(days.at(-few)!.day, filter))
      long.push(await timeOf(days[0]!.day, filter))
    }
    report({
      what: `${most} days of insights${filter}`,
      ...{ peer: `${few} days`, peerValue: quantile(short, 0.5), ourValue: quantile(long, 0.5), unit: 'ms', better: 'lower', goal: 0.5 },
      note: `p95 ${quantile(long, 0.95).toFixed(0)} and ${quantile(short, 0.95).toFixed(0)} ms`,
    })
  }
} finally {
  served.close()
  await azurite.close()
}

async function timeOf(from: string, filter: string): Promise<number> {
  const began = performance.now()
  const answer = await fetch(`${served.origin}/api/sites/${site}/insights?from=${from}&to=${until}${filter}`, { headers: { cookie } })
  const { steps } = (await answer.json()) as { steps: unknown[] }
  if (steps.length === 0) throw new Error('There are no insights to measure.')
  return performance.now() - began
}

async function signIn(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/.auth/login/aad/site-engineer`, { method: 'POST', redirect: 'manual' })
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}
