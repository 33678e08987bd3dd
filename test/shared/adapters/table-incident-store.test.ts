import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { IncidentEntry } from '../../../shared/domain/incident-entry.ts'
import { mergeIncident } from '../../../shared/domain/merge-incident.ts'
import type { IncidentOutline, IncidentQuery, IncidentStore, Ports } from '../../../shared/ports.ts'
import { at, incidentMessage } from '../../harness/sample-messages.ts'
import { type StorageProxy, startStorageProxy } from '../../harness/storage-proxy.ts'
import { createTestApp, planOneAlert } from '../../harness/test-app.ts'

const daySeconds = 24 * 3600

describe('incidents in tables', () => {
  let azurite: RunningAzurite
  let proxy: StorageProxy
  let ports: Ports
  let store: IncidentStore
  before(async () => {
    azurite = await startAzurite()
    proxy = await startStorageProxy(azurite)
    ports = await createTestApp(proxy.connectionString)
    store = ports.incidents
  })
  after(async () => {
    await proxy.close()
    await azurite.close()
  })

  function incidentAt(seconds: number, site: string, more: Parameters<typeof incidentMessage>[1] = {}): Incident {
    const message = incidentMessage({ seq: 1, seconds, device: `edge-${site}` }, more)
    const device = { id: message.device, site, name: site }
    return mergeIncident(undefined, {
      type: 'incident',
      message,
      device,
      enqueuedAt: message.at,
      sentAt: undefined,
      traceparent: undefined,
    })
  }

  async function writeAll(incidents: readonly Incident[]): Promise<void> {
    // A few at a time: hundreds at once would only wait for each other until they give up.
    const waiting = [...incidents]
    const writeNext = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await store.write({ incident: next, version: undefined })
    }
    await Promise.all(Array.from({ length: 8 }, writeNext))
  }

  /** Every page to the end. */
  async function listAll(list: IncidentStore['list'], query: Omit<IncidentQuery, 'cursor'>): Promise<Incident[]> {
    const items: Incident[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await list({ ...query, ...(cursor !== undefined && { cursor }) })
      assert.ok(page.items.length <= query.limit)
      items.push(...page.items)
      cursor = page.cursor
      if (cursor === undefined) return items
    }
  }

  const startsOfOutline = (outline: readonly IncidentOutline[]) => outline.map(({ startedAt }) => startedAt)
  const startsOf = (incidents: readonly Incident[]) => incidents.map(({ startedAt }) => startedAt)

  test('are listed newest first over days and sites, page by page, each once', async () => {
    const days = [0, 1, 2, 40, 400]
    const incidents = days.flatMap((day) =>
      [0, 1, 2].flatMap((hour) => ['north', 'south'].map((site) => incidentAt(-day * daySeconds + hour * 3600 + site.length * 7, site))),
    )
    await writeAll(incidents)
    const expected = startsOf(incidents).sort().reverse()
    for (const limit of [4, 30]) {
      assert.deepEqual(startsOf(await listAll(store.list, { sites: ['north', 'south'], limit })), expected, `${limit} a page`)
      assert.deepEqual(
        startsOf(await listAll(store.listUnresolved, { sites: ['north', 'south'], limit })),
        expected,
        `unresolved, ${limit} a page`,
      )
    }
    const north = await listAll(store.list, { sites: ['north'], limit: 4 })
    assert.equal(north.length, days.length * 3)
    assert.ok(north.every(({ site }) => site === 'north'))
    assert.deepEqual(await listAll(store.list, { sites: [], limit: 10 }), [])
    assert.deepEqual(await listAll(store.list, { sites: ['nowhere'], limit: 10 }), [])
  })

  test('are found by camera, label, severity, state and time', async () => {
    await writeAll([
      incidentAt(10, 'west', { camera: 'camera-1', severity: 'critical', label: "o'leak" }),
      incidentAt(20, 'west', { camera: 'camera-2' }),
      incidentAt(30, 'west', { camera: 'camera-1', phase: 'closed' }),
      incidentAt(-daySeconds, 'west', { camera: 'camera-2' }),
    ])
    const find = async (filter: Partial<IncidentQuery>) => startsOf(await listAll(store.list, { sites: ['west'], limit: 10, ...filter }))
    assert.deepEqual(await find({ camera: 'camera-1' }), [at(30), at(10)])
    assert.deepEqual(await find({ camera: 'camera-2' }), [at(20), at(-daySeconds)])
    assert.deepEqual(await find({ camera: 'camera-3' }), [])
    assert.deepEqual(await find({ severity: 'critical' }), [at(10)])
    assert.deepEqual(await find({ label: "o'leak" }), [at(10)])
    assert.deepEqual(await find({ label: "x' or label ne 'x" }), [])
    assert.deepEqual(await find({ phase: 'closed' }), [at(30)])
    assert.deepEqual(await find({ state: 'resolved' }), [])
    assert.deepEqual(await find({ verdict: 'none' }), await find({}))
    assert.deepEqual(await find({ from: at(10), to: at(30) }), [at(20), at(10)])
    assert.deepEqual(await find({ to: at(10) }), [at(-daySeconds)])
  })

  test('that somebody resolved leave the list of unresolved ones, and come back when opened again', async () => {
    const incident = incidentAt(0, 'east')
    const isListed = async () => (await listAll(store.listUnresolved, { sites: ['east'], limit: 10 })).length === 1
    let version = await store.write({ incident, version: undefined })
    assert.ok(await isListed())
    version = await store.write({ incident: { ...incident, state: 'resolved' }, version })
    assert.ok(!(await isListed()))
    await store.write({ incident: { ...incident, state: 'acknowledged' }, version })
    assert.ok(await isListed())
  })

  test('are counted by severity while nobody resolved them, and by whether somebody judged them', async () => {
    const count = () => store.countUnresolved(['counted'])
    const [first, second] = [incidentAt(0, 'counted', { severity: 'critical' }), incidentAt(60, 'counted')]
    const version = await store.write({ incident: first, version: undefined })
    await store.write({ incident: second, version: undefined })
    const one = { open: 1, unjudged: 1 }
    assert.deepEqual(await count(), { critical: one, warning: one, info: { open: 0, unjudged: 0 }, isComplete: true })
    const judged = await store.write({ incident: { ...first, verdict: 'confirmed' }, version })
    assert.deepEqual((await count()).critical, { open: 1, unjudged: 0 })
    await store.write({ incident: { ...first, verdict: 'confirmed', state: 'resolved' }, version: judged })
    assert.deepEqual((await count()).critical, { open: 0, unjudged: 0 })
    assert.deepEqual(await store.countUnresolved([]), { ...(await store.countUnresolved(['nowhere'])) })
  })

  test('are counted as they stand, also after a change that was refused', async () => {
    const incident = incidentAt(0, 'refused')
    const version = await store.write({ incident, version: undefined })
    await store.write({ incident: { ...incident, state: 'acknowledged' }, version })
    await assert.rejects(store.write({ incident: { ...incident, verdict: 'rejected' }, version }), { code: 'incident-changed' })
    assert.deepEqual((await store.countUnresolved(['refused'])).warning, { open: 1, unjudged: 1 })
  })

  test('cost one request to count, however many were resolved', async () => {
    const resolved = Array.from({ length: 20 }, (_, minute): Incident => ({ ...incidentAt(minute * 60, 'done'), state: 'resolved' }))
    await writeAll([...resolved, incidentAt(-60, 'done')])
    const before = proxy.table.requests.length
    assert.equal((await store.countUnresolved(['done'])).warning.open, 1)
    assert.equal(proxy.table.requests.length - before, 1)
  })

  test('are outlined for a calendar within a stretch of time and by the same filters', async () => {
    await writeAll([
      incidentAt(0, 'outlined', { severity: 'critical' }),
      incidentAt(daySeconds, 'outlined', { camera: 'camera-2' }),
      incidentAt(2 * daySeconds, 'outlined'),
    ])
    const outline = async (more: Partial<IncidentQuery> = {}) => {
      const query = { sites: ['outlined'], from: at(0), to: at(2 * daySeconds), limit: 1, ...more }
      const found: IncidentOutline[] = []
      for await (const some of store.outline(query)) found.push(...some)
      return found.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    }
    const rest = { state: 'new', verdict: undefined }
    assert.deepEqual(await outline(), [
      { startedAt: at(0), severity: 'critical', ...rest },
      { startedAt: at(daySeconds), severity: 'warning', ...rest },
    ])
    assert.deepEqual(startsOfOutline(await outline({ camera: 'camera-2' })), [at(daySeconds)])
    assert.deepEqual(await outline({ sites: [] }), [])
  })

  test('are changed by the newest version only', async () => {
    const incident = incidentAt(100, 'east')
    const version = await store.write({ incident, version: undefined })
    await store.write({ incident: { ...incident, state: 'acknowledged' }, version })
    await assert.rejects(store.write({ incident: { ...incident, state: 'resolved' }, version }), { code: 'incident-changed' })
    await assert.rejects(store.write({ incident: { ...incident, label: 'other' }, version: undefined }), { code: 'incident-changed' })
    assert.equal((await store.find(incident.id))?.value.state, 'acknowledged')
  })

  test('whose write was executed although its answer was lost are written, with all that belongs to them', async () => {
    const incident = incidentAt(200, 'east')
    const version = await store.write({ incident, version: undefined, alerts: await planOneAlert(incident, new Date(incident.startedAt)) })
    const entry: IncidentEntry = { kind: 'verdict', seq: 1, at: at(300), who: 'p1', name: 'P', verdict: 'confirmed', boxes: [] }
    let broken = 0
    proxy.table.decide = ({ path }) => (path.includes('$batch') && broken++ === 0 ? { kind: 'execute-then-fail', how: 503 } : undefined)
    const next = await store.write({ incident: { ...incident, verdict: 'confirmed' }, version, entries: [entry] })
    proxy.table.decide = () => undefined
    assert.equal(broken, 2)
    assert.equal((await store.find(incident.id))?.version, next)
    assert.deepEqual(await store.entries(incident.id), [entry])
    assert.equal((await store.alerts(incident.id)).length, 1)
  })

  test('cost the same to list among few and among many: the requests of a page do not grow', async () => {
    const requestsOf = async (site: string) => {
      const before = proxy.table.requests.length
      assert.equal((await store.list({ sites: [site], limit: 5 })).items.length, 5)
      return proxy.table.requests.length - before
    }
    await writeAll([0, 1, 2, 3, 4, 5].map((minute) => incidentAt(minute * 60, 'few')))
    const manyDays = Array.from({ length: 20 }, (_, day) => day)
    await writeAll(manyDays.flatMap((day) => [0, 1, 2, 3, 4, 5].map((minute) => incidentAt(minute * 60 - day * daySeconds, 'many'))))
    assert.equal(await requestsOf('many'), await requestsOf('few'))
  })

  test('are not listed by a cursor that was made up', async () => {
    for (const cursor of [
      '',
      'x',
      '../..',
      "1' or '1'='1",
      '999999999999999~a',
      '123456789012345',
      '12345678901234~a',
      '123456789012345~A B',
    ])
      await assert.rejects(store.list({ sites: ['north'], limit: 5, cursor }), { code: 'input-invalid' }, cursor)
  })
})
