// node tools/first-incident.mjs PORT SECONDS: waits until the factory on this port has raised an incident, gives a verdict on it and sees it stored.
// Plain JavaScript, so that it runs beside a machine on which nothing is installed.
const [port, seconds] = process.argv.slice(2).map(Number)
const base = `http://127.0.0.1:${port}/api`
const headers = { authorization: 'Bearer site-engineer', 'content-type': 'application/json' }
const deadline = performance.now() + seconds * 1000

const incident = await firstIncident()
if (incident === undefined) fail(`no incident within ${seconds} s`)
console.log(`incident ${incident.id}: ${incident.label} at ${incident.camera}, ${incident.severity}`)

const verdict = await ask(`incidents/${incident.id}/verdicts`, { method: 'POST', body: JSON.stringify({ verdict: 'confirmed' }) })
if (verdict?.verdict !== 'confirmed') fail('the verdict was not taken')
const stored = await ask(`incidents/${incident.id}`)
if (stored?.incident?.verdict !== 'confirmed') fail('the verdict was not stored')
console.log('verdict stored: confirmed')

async function firstIncident() {
  while (performance.now() < deadline) {
    const page = await ask('incidents').catch(() => undefined)
    if (page?.items?.length > 0) return page.items[0]
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

async function ask(path, init) {
  const response = await fetch(`${base}/${path}`, { headers, ...init, signal: AbortSignal.timeout(10_000) })
  return response.ok ? response.json() : undefined
}

function fail(reason) {
  console.error(reason)
  process.exit(1)
}
