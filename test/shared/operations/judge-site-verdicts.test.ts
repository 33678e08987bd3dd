import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { DriftThresholds } from '../../../shared/domain/drift-thresholds.ts'
import { judgeSiteVerdicts } from '../../../shared/operations/judge-site-verdicts.ts'
import type { Ports } from '../../../shared/ports.ts'
import { qualityModel } from '../../harness/quality-plant.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { createTestApp } from '../../harness/test-app.ts'

const thresholds = DriftThresholds.parse({ verdictDays: 2, leastVerdicts: 10 })
const dayMs = 86_400_000
const since = '2026-03-01T00:00:00.000Z'
const day = (days: number) => new Date(Date.parse(since) + days * dayMs)

describe('what verdicts say of the model in force', () => {
  let azurite: RunningAzurite
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { planAlerts: async () => [] })
    await ports.rosters.saveSite({ id: 'plant', name: 'plant', timeZone: 'UTC' })
  })
  after(() => azurite.close())

  async function judged(name: string, from: Date, confirmed: number, rejected: number): Promise<void> {
    for (let index = 0; index < confirmed + rejected; index++) {
      const startedAt = new Date(from.getTime() + index * 60_000).toISOString()
      const verdict = index < confirmed ? ('confirmed' as const) : ('rejected' as const)
      const incident = sampleIncident(`${name}-${index}`, { startedAt, verdict, model: qualityModel })
      await ports.incidents.write({ incident, version: undefined })
    }
  }
  const look = (now: Date) => {
    const champion = { site: 'plant', model: qualityModel, release: 'rel-1', since }
    return judgeSiteVerdicts(ports, { site: 'plant', thresholds, champion }, now)
  }

  it('is held against its first days, which are kept as they were when there was enough of them', async () => {
    await judged('early', day(0.5), 6, 2)
    assert.equal((await look(day(1))).reference, undefined)
    assert.equal((await look(day(2.1))).reference?.precision.count, 8)
    await judged('late', day(1), 3, 1)
    const { reference } = await look(day(2.2))
    assert.deepEqual([reference?.precision.right, reference?.precision.count, reference?.frozenAt], [9, 12, day(2.2).toISOString()])
    // Ten more, all wrong, that somebody judges when the days are over: they are new knowledge, and no reference.
    await judged('too-late', day(1.5), 0, 10)
    await judged('now', day(3), 5, 15)
    const { reference: same, newest, findings } = await look(day(4))
    assert.deepEqual(same, reference)
    assert.deepEqual([newest?.precision.right, newest?.precision.count], [5, 20])
    assert.deepEqual(
      findings.map(({ monitor, isBreach }) => [monitor, isBreach]),
      [
        ['precision', true],
        ['calibration', true],
      ],
    )
  })
})
