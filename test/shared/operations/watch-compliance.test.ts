import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { hourOf } from '../../../shared/domain/compliance-decision.ts'
import { filterItem } from '../../../shared/operations/filter-item.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import { watchCompliance } from '../../../shared/operations/watch-compliance.ts'
import type { Ports } from '../../../shared/ports.ts'
import { at, eventOf, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { openPlant, readLeft, savePolicy, workOff } from './compliance-support/compliance-plant.ts'

describe('the watch over the compliance filter', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let seconds = 0
  let site = ''
  let count = 0
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())
  beforeEach(async () => {
    seconds = 300
    site = `plant-${++count}`
    ports = await createTestApp(azurite.connectionString, { clock: () => new Date(at(seconds)) })
    await ports.devices.save({ id: `edge-of-${site}`, site, name: 'Edge' })
    await openPlant(ports, { id: site })
  })

  const sight = (seq: number) => eventOf(inferenceMessage({ seq, seconds: seq, device: `edge-of-${site}` }))

  test('counts what stayed by rule and day, and finds what nobody was woken for', async () => {
    await savePolicy(ports, { rules: [{ id: 'nothing', action: 'withhold' }] }, site)
    const woken: string[] = []
    const deaf = { ...ports, complianceQueue: { wake: async () => {} } }
    await ingestBatch(deaf, [sight(1), sight(61)])
    const wake: Ports['complianceQueue']['wake'] = async (waiting) => {
      woken.push(...waiting.filter(({ item }) => item.site === site).map(({ item }) => item.kind))
    }
    const listening = { ...ports, complianceQueue: { wake } }
    seconds += 30 + 5 * 60
    await watchCompliance(listening)
    assert.deepEqual(woken, [])
    seconds += 1
    const [watch] = (await watchCompliance(listening)).filter((one) => one.site === site)
    assert.deepEqual([watch!.overdue, woken], [2, ['inferences', 'inferences']])

    await workOff(ports, site)
    await watchCompliance(ports)
    const counts = await ports.complianceDecisions.counts(site, hourOf(at(0)), hourOf(at(0)))
    assert.deepEqual(
      counts.flatMap((hour) => hour.counts),
      [{ kind: 'inferences', outcome: 'withheld', rule: 'nothing', policy: 1, items: 2 }],
    )
    assert.deepEqual(await ports.complianceDecisions.touched(site), [])
  })

  test('puts aside what it cannot judge after five failures, and says nothing of it in between', async () => {
    await ingestBatch(ports, [sight(1)])
    const broken: Ports = {
      ...ports,
      complianceQueue: { wake: async () => {} },
      leaving: { ...ports.leaving, put: async () => Promise.reject(new TypeError('x')) },
    }
    const [waiting] = await ports.complianceItems.list(site, 1)
    const key = `inferences~camera-1~${at(0).replaceAll(':', '^003a')}`
    assert.equal(waiting!.value.failures, 0)
    const outcomes: string[] = []
    for (let round = 0; round < 6; round++) {
      seconds += 90
      outcomes.push(await filterItem(broken, { site, key }))
    }
    assert.deepEqual(outcomes, ['waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'quarantined'])
    assert.deepEqual(await readLeft(azurite.connectionString, 'compliant', site), [])
  })
})
