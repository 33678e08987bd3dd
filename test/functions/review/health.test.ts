import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { laptopPeople } from '../../../local/sign-in/people.ts'
import { noProgress } from '../../../shared/domain/night-progress.ts'
import { clearNotice } from '../../../shared/operations/clear-notice.ts'
import { raiseNotice } from '../../../shared/operations/raise-notice.ts'
import { storeIncident } from '../../../shared/operations/store-incident.ts'
import type { Ports } from '../../../shared/ports.ts'
import { incidentMessage, startOfTime } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'
import { reviewApi } from './review-api.ts'

describe('the health of the service', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const clock = createVirtualClock(startOfTime)
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now, storageTime: async () => clock.now() })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: 'all' })
  })
  after(() => azurite.close())
  const health = async (overrides: Partial<Ports> = {}) => (await reviewApi({ ...ports, ...overrides })('GET', 'health')).body
  const details = async () => (await reviewApi(ports)('GET', 'health/details', { as: 'iot-engineer' })).body

  it('is ok while all goes well, and says nothing more to those who have not signed in', async () => {
    assert.deepEqual(await health(), { state: 'ok', unwell: [] })
    assert.equal((await details()).alerts.overdue, 0)
  })

  it('is degraded by a clock that is six minutes ahead', async () => {
    const ahead = () => new Date(clock.now().getTime() + 6 * 60_000)
    assert.deepEqual(await health({ clock: ahead }), { state: 'degraded', unwell: ['clock'] })
  })

  it('is degraded while events wait to be taken in', async () => {
    await ports.spill.put([{ body: Buffer.from('{}'), device: 'edge-1', enqueuedAt: startOfTime, properties: {} }])
    assert.deepEqual(await health(), { state: 'degraded', unwell: ['spill'] })
    assert.deepEqual((await details()).spill, { state: 'degraded', isWaiting: true })
    for (const name of await ports.spill.list(1)) await ports.spill.remove(name)
  })

  it('is degraded when no message comes in any more where some came before', async () => {
    const counts = { functions: {}, devices: { 'edge-1': { messages: 40, metered: 40 } } }
    await ports.tallies.save('instance-1', { from: new Date(clock.now().getTime() - 3_600_000).toISOString(), ...counts })
    assert.deepEqual(await health(), { state: 'degraded', unwell: ['intake'] })
    await ports.tallies.save('instance-1', { from: clock.now().toISOString(), ...counts })
    assert.equal((await health()).state, 'ok')
  })

  it('is degraded by a night that failed, until the next one went well', async () => {
    await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant', timeZone: 'UTC' })
    const night = { site: 'plant-1', startedBy: 'timer', startedAt: startOfTime, progress: noProgress, problems: [], problemCount: 0 }
    await ports.nights.save({ ...night, id: 'nightly-plant-1-2026-11-18', date: '2026-11-18', number: 1, state: 'failed' }, undefined)
    assert.deepEqual(await health(), { state: 'degraded', unwell: ['nights'] })
    await ports.nights.save({ ...night, id: 'nightly-plant-1-2026-11-19', date: '2026-11-19', number: 1, state: 'complete' }, undefined)
    assert.equal((await health()).state, 'ok')
  })

  it('is degraded by a critical notice of its own', async () => {
    const about = { site: 'all-sites', kind: 'functions-fail', subject: 'function/ingest' }
    const evidence = [{ measure: 'share-failed', value: 1, unit: '1' }]
    await raiseNotice(ports, { ...about, severity: 'critical', summary: 'It fails.', evidence, roles: ['iot-engineer'], link: '/notices' })
    assert.deepEqual(await health(), { state: 'degraded', unwell: ['notices'] })
    await clearNotice(ports, about)
    assert.equal((await health()).state, 'ok')
  })

  it('is degraded by an alert that should have gone out long ago', async () => {
    const device = (await ports.devices.find('edge-1'))!
    await storeIncident(ports, [{ device, enqueuedAt: startOfTime, message: incidentMessage({ seq: 1 }) } as never])
    clock.advance(10 * 60_000)
    assert.ok((await health()).unwell.includes('alerts'))
    assert.equal((await details()).alerts.overdue, 1)
  })

  it('is down without storage', async () => {
    const lost = await startAzurite()
    const cut = await createTestApp(lost.connectionString, { clock: clock.now })
    await lost.close()
    const answer = await reviewApi(cut)('GET', 'health')
    assert.deepEqual([answer.status, answer.body.code], [503, 'storage-unavailable'])
  })
})
