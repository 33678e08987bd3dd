import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { hourOf } from '../../../shared/domain/compliance-decision.ts'
import { enqueueCompliance } from '../../../shared/operations/enqueue-compliance.ts'
import { retainCompliant } from '../../../shared/operations/retain-compliant.ts'
import { watchCompliance } from '../../../shared/operations/watch-compliance.ts'
import type { Ports } from '../../../shared/ports.ts'
import { dumpTables } from '../../harness/dump-tables.ts'
import { at, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { readLeft, savePolicy, workOff } from './compliance-support/compliance-plant.ts'

const day = 24 * 3600

describe('what left a site', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let site = ''
  let seconds = 0
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())

  /** Minutes of two cameras that left: one kept for two days, one for twenty. */
  async function open(name: string): Promise<void> {
    site = name
    seconds = 100
    const clock = () => new Date(at(seconds))
    ports = await createTestApp(azurite.connectionString, { clock, storageTime: async () => clock() })
    const listSites = async () => [{ id: site, name: 'Plant', timeZone: 'UTC' }]
    ports = { ...ports, rosters: { ...ports.rosters, listSites } }
    const rules = [
      { id: 'gate', when: { cameras: ['gate'] }, action: 'release', retention: 'short' },
      { id: 'rest', action: 'release', retention: 'standard' },
    ]
    await savePolicy(ports, { rules, retentionDays: { short: 2, standard: 20, long: 40 } }, site)
    for (const [seq, camera] of ['gate', 'press'].entries()) {
      await ports.inferences.save({ site, isLate: false, time: at(1), message: inferenceMessage({ seq, seconds: 1 }, camera) })
      await enqueueCompliance(ports, [{ kind: 'inferences', site, camera, at: at(0) }])
    }
    seconds = 200
    assert.deepEqual(await workOff(ports, site), ['compliant', 'compliant'])
    await watchCompliance(ports)
  }

  const cameras = async () =>
    (await readLeft(azurite.connectionString, 'compliant', site)).map(({ bytes }) => JSON.parse(String(bytes)).camera).sort()
  const removals = async () =>
    (await ports.audit.read({ site, from: 1, limit: 100 })).entries.filter(({ action }) => action === 'compliant-data-removed')
  const retain = async () => {
    const [outcome] = await retainCompliant(ports)
    await watchCompliance(ports)
    return outcome
  }

  test('is kept to the moment that its class says, then removed with an entry on the audit chain', async () => {
    await open('plant-kept')
    seconds = 2 * day - 1
    assert.deepEqual(await retain(), { site, removed: 0, held: 0 })
    seconds = 2 * day
    assert.deepEqual(await retain(), { site, removed: 1, held: 0 })
    assert.deepEqual(await cameras(), ['press'])
    assert.deepEqual(
      (await removals()).map(({ detail }) => detail['files']),
      [1],
    )
    assert.deepEqual(await retain(), { site, removed: 0, held: 0 })

    // What the policy says now counts, also for what left before.
    await savePolicy(ports, { retentionDays: { short: 2, standard: 3, long: 40 } }, site)
    seconds = 3 * day
    assert.deepEqual(await retain(), { site, removed: 1, held: 0 })
    assert.deepEqual(await cameras(), [])
    assert.equal((await removals()).length, 2)
  })

  test('stays while a legal hold covers it, and goes when that is released', async () => {
    await open('plant-held')
    const hold = {
      ...{ id: 'hold-1', site, from: at(-60), to: at(60), reason: 'Accident' },
      placedBy: 'somebody',
      placedAt: at(0),
      isApplied: true,
    }
    await ports.holds.save({ ...hold, camera: 'gate' })
    seconds = 30 * day
    assert.deepEqual(await retain(), { site, removed: 1, held: 1 })
    assert.deepEqual(await cameras(), ['gate'])
    seconds = 200 * day
    assert.deepEqual(await retain(), { site, removed: 0, held: 1 })
    await ports.holds.save({ ...hold, camera: 'gate', releasedAt: at(200 * day), releasedBy: 'somebody' })
    assert.deepEqual(await retain(), { site, removed: 1, held: 0 })
    assert.deepEqual(await cameras(), [])
  })

  test('leaves its counts behind when all that was decided is gone', async () => {
    await open('plant-counted')
    const before = await ports.complianceDecisions.counts(site, '0', '9')
    seconds = 30 * day
    await retain()
    seconds = 91 * day
    await retain()
    const [counted] = await ports.complianceDecisions.counts(site, '0', '9')
    assert.deepEqual(counted!.counts, before[0]!.counts)
    assert.deepEqual([counted!.isClosed, counted!.files], [true, {}])
    assert.deepEqual(await ports.complianceDecisions.ofHour(site, hourOf(at(0))), [])
    const rows = (await dumpTables(azurite.connectionString, ['ComplianceDecisions', 'ComplianceItems']))
      .split('\n')
      .filter((row) => row.includes(site))
    assert.equal(rows.length, 1)
    assert.doesNotMatch(rows[0]!, /gate~|press/)
    seconds = 92 * day
    await retain()
    assert.deepEqual(await ports.complianceDecisions.counts(site, '0', '9'), [counted])
  })
})
