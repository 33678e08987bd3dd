import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { hourOf } from '../../../shared/domain/compliance-decision.ts'
import type { Ports } from '../../../shared/ports.ts'
import { filterSample, retainSample } from '../../harness/compliance-process.ts'
import { listCrashPoints, runIntoCrash } from '../../harness/crash-runner.ts'
import { at } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { readLeft, savePolicy } from './compliance-support/compliance-plant.ts'

const script = fileURLToPath(new URL('../../harness/compliance-process.ts', import.meta.url))
const now = at(300)
const later = at(8 * 24 * 3600)
// Every time that each point is reached, and not the last alone: EVERY_CRASH=1 npm test -- compliance-crash
const isThorough = process.env['EVERY_CRASH'] !== undefined

describe('a compliance filter that is killed', () => {
  let azurite: RunningAzurite
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())

  /** What left keeps seven days where it is data of cameras, and longer where it is an incident. */
  async function open(site: string): Promise<void> {
    const ports = await createTestApp(azurite.connectionString, {}, [])
    const rules = [
      { id: 'incidents', when: { kinds: ['incident'] }, action: 'release' },
      { id: 'rest', action: 'release', retention: 'short' },
    ]
    await savePolicy(ports, { rules }, site)
  }

  /** All that is left behind, with names taken out, which hang on a key that each site has for itself. */
  async function summary(site: string, ports: Ports) {
    const left = [
      ...(await readLeft(azurite.connectionString, 'compliant', site)),
      ...(await readLeft(azurite.connectionString, 'anomalies', site)),
    ]
    const decisions = (await ports.complianceDecisions.ofHour(site, hourOf(at(0)))).map(({ value }) => value)
    const paths = new Set(left.map(({ name }) => name))
    const counts = await ports.complianceDecisions.counts(site, '0', '9')
    return {
      files: left.map(({ bytes }) => String(bytes).replaceAll(site, 'plant')).sort(),
      decisions: decisions.map(({ item, outcome, rule, stale, expiredAt }) => ({ kind: item.kind, outcome, rule, stale, expiredAt })),
      isEveryFileOnRecord: decisions.flatMap((decision) => decision.left ?? []).every(({ path }) => paths.has(path)),
      recorded: decisions.filter((decision) => decision.left !== undefined).length,
      waiting: (await ports.complianceItems.list(site, 10)).length,
      counts: counts.map((hour) => ({ ...hour, site: '' })),
      touched: (await ports.complianceDecisions.touched(site)).length,
    }
  }

  test('at any point goes on after a restart and ends as if nothing had happened', async () => {
    await open('plant-whole')
    const points = await listCrashPoints(script, [azurite.connectionString, 'plant-whole', now, later])
    const whole = await createTestApp(azurite.connectionString, {}, [])
    const undisturbed = await summary('plant-whole', whole)
    assert.deepEqual(
      points
        .map(({ name }) => name)
        .filter((name) => name.startsWith('compl'))
        .sort(),
      [
        ...[
          'compliance-announced',
          'compliance-decided',
          'compliance-left',
          'compliance-removed',
          'compliance-settled',
          'compliance-waiting',
        ],
        ...['compliant-audited', 'compliant-noted', 'compliant-removed'],
      ],
    )
    // The incident is kept for thirty days, the minute and the anomaly were for seven.
    assert.equal(undisturbed.files.length, 1)
    assert.deepEqual(
      undisturbed.decisions.map(({ expiredAt }) => expiredAt !== undefined),
      [true, false, true],
    )
    assert.deepEqual([undisturbed.recorded, undisturbed.waiting, undisturbed.touched, undisturbed.isEveryFileOnRecord], [1, 0, 0, true])

    for (const { name, times } of points.filter((point) => point.name.startsWith('compl'))) {
      const chosen = isThorough ? Array.from({ length: times }, (_, index) => index + 1) : [times]
      for (const time of chosen) {
        const site = `plant-${name}-${time}`
        await open(site)
        await runIntoCrash(script, [azurite.connectionString, site, now, later], name, time)
        const ports = await filterSample(azurite.connectionString, site, now)
        await retainSample(ports, site, later)
        assert.deepEqual(await summary(site, ports), undisturbed, `killed at ${name}, time ${time}`)
      }
    }
  })

  test('leaves nothing of a policy that was replaced before it came back', async () => {
    const site = 'plant-replaced'
    await open(site)
    await runIntoCrash(script, [azurite.connectionString, site, now], 'compliance-left', 1)
    const ports = await createTestApp(azurite.connectionString, {}, [])
    assert.equal((await readLeft(azurite.connectionString, 'anomalies', site)).length, 1)
    await savePolicy(ports, { rules: [{ id: 'nothing', action: 'withhold' }] }, site)
    await filterSample(azurite.connectionString, site, now)
    assert.deepEqual(await readLeft(azurite.connectionString, 'anomalies', site), [])
    assert.deepEqual(await readLeft(azurite.connectionString, 'compliant', site), [])
  })
})
