import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import { acknowledge, judge, resolve } from '../../../shared/domain/decide.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { decideIncident } from '../../../shared/operations/decide-incident.ts'
import { readInsights } from '../../../shared/operations/read-insights.ts'
import { updateInsights } from '../../../shared/operations/update-insights.ts'
import type { Ports } from '../../../shared/ports.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { createTestApp } from '../../harness/test-app.ts'

const site = { id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' }
const person: Principal = { id: 'anna', name: 'Anna', roles: ['site-engineer'], sites: [site.id] }
const at = '2026-03-02T09:00:00.000Z'

describe('insights are kept up to date', () => {
  let azurite: RunningAzurite
  let ports: Ports

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    await ports.rosters.saveSite(site)
  })
  after(() => azurite.close())

  const write = async (id: string, startedAt = at) => {
    await ports.changes.mark({ kind: 'incident', id, site: site.id })
    await ports.incidents.write({ incident: sampleIncident(id, { site: site.id, startedAt }), version: undefined })
  }
  const march = { site: site.id, from: '2026-03-01', to: '2026-03-31' }
  const totalOf = async () => (await readInsights(ports, march, {})).total

  it('with every incident, once', async () => {
    await write('aaaa')
    await write('bbbb', '2026-03-05T09:00:00.000Z')
    assert.deepEqual(await updateInsights(ports), [{ site: site.id, days: ['2026-03-02', '2026-03-05'] }])
    // What was announced shortly before is looked at again, and counts no more than before.
    await updateInsights(ports)
    assert.deepEqual(await totalOf(), { confirmed: 0, rejected: 0, inconclusive: 0, none: 2 })
  })

  it('with what people decided, and how fast', async () => {
    await decideIncident(ports, person, 'aaaa', undefined, acknowledge)
    await decideIncident(ports, person, 'aaaa', undefined, (incident, entries, by) =>
      judge(incident, entries, by, { verdict: 'rejected', boxes: [] }, undefined),
    )
    await decideIncident(ports, person, 'aaaa', undefined, (incident, entries, by) => resolve(incident, entries, by, undefined))
    await updateInsights(ports)
    assert.deepEqual(await totalOf(), { confirmed: 0, rejected: 1, inconclusive: 0, none: 1 })
    const waits = await readInsights(ports, march, {})
    assert.deepEqual([waits.acknowledge.count, waits.resolve.count], [1, 1])
  })

  it('and a day that is counted again comes to the same', async () => {
    const kept = await ports.insights.days(march)
    await ports.insights.saveRecount(site.id, '2026-03-02', undefined)
    await updateInsights(ports)
    assert.equal(canonicalJson(await ports.insights.days(march)), canonicalJson(kept))
    assert.deepEqual(await ports.insights.recounts(site.id), [])
  })

  it('and whole months come to the same as their days', async () => {
    const days = await readInsights(ports, march, {})
    const months = await readInsights(ports, { ...march, from: '2025-11-20' }, {})
    assert.deepEqual([days.step, months.step], ['day', 'month'])
    assert.deepEqual({ ...months, from: days.from, step: 'day', steps: days.steps, uptime: days.uptime }, days)
    assert.deepEqual([months.from, months.to], ['2025-11-01', '2026-03-31'])
  })

  it('after a crash before the end, from where it was', async () => {
    await write('cccc', '2026-03-07T09:00:00.000Z')
    const broken = { ...ports, insights: { ...ports.insights, saveProgress: () => Promise.reject(new Error('killed')) } }
    const [outcome] = await updateInsights(broken)
    assert.match(String(outcome?.error), /killed/)
    await updateInsights(ports)
    assert.deepEqual(await totalOf(), { confirmed: 0, rejected: 1, inconclusive: 0, none: 2 })
  })
})
