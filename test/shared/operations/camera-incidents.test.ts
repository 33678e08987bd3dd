import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { cameraHealthJudge } from '../../../shared/domain/camera-trouble.ts'
import { judge } from '../../../shared/domain/decide.ts'
import { GatePolicy } from '../../../shared/domain/evaluation.ts'
import type { FrameManifest } from '../../../shared/domain/frame.ts'
import { incidentId } from '../../../shared/domain/ids.ts'
import { decideIncident } from '../../../shared/operations/decide-incident.ts'
import { gatherLabelFacts } from '../../../shared/operations/gather-label-facts.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import { judgedIncidents } from '../../../shared/operations/judged-incidents.ts'
import type { Ports } from '../../../shared/ports.ts'
import { at, eventOf, incidentMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

const ada = { id: 'ada', name: 'Ada', roles: ['site-engineer' as const], sites: ['plant-1'] }

describe('incidents of cameras themselves', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const clock = createVirtualClock()
  const evidence = { measured: 0.4, level: 0.6, usual: 1 }
  const fouled = incidentMessage(
    { seq: 1, seconds: 10 },
    { kind: 'camera', evidence, rule: 'camera-blurred', label: 'blurred', severity: 'info', model: cameraHealthJudge },
  )
  const reach = incidentMessage({ seq: 2, seconds: 12 })

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: clock.now })
    await ports.rosters.saveSite({ id: 'plant-1', name: 'Plant 1', timeZone: 'Europe/Berlin' })
    await ingestBatch(ports, [eventOf(fouled), eventOf(reach)])
    for (const { incident } of [fouled, reach])
      await decideIncident(ports, ada, incident, undefined, (found, entries, by) =>
        judge(found, entries, by, { verdict: 'confirmed', reason: undefined, comment: undefined, boxes: [] }, undefined),
      )
  })
  after(() => azurite.close())

  test('they are stored with their kind and what was measured, and closed like others', async () => {
    await ingestBatch(ports, [eventOf({ ...fouled, phase: 'closed', seq: 3, at: at(60), endedAt: at(60) })])
    const found = (await ports.incidents.find(fouled.incident))?.value
    assert.deepEqual([found?.kind, found?.evidence, found?.phase, found?.verdict], ['camera', evidence, 'closed', 'confirmed'])
    assert.equal(found?.id, incidentId('edge-1', 'camera-1', 'camera-blurred', at(10)))
    assert.equal((await ports.incidents.find(reach.incident))?.value.kind, undefined)
  })

  test('a verdict about them teaches nothing: neither frames nor the comparison of models hear of it', async () => {
    const manifest: FrameManifest = {
      ...{ site: 'plant-1', camera: 'camera-1', recording: 'rec-1', startedAt: at(0), endedAt: at(30), frames: [] },
      ...{ videoSha256: 'a'.repeat(64), decoder: 'none', outcome: 'empty', nearDuplicates: 0 },
    }
    const facts = await gatherLabelFacts(ports, manifest)
    assert.deepEqual(
      facts.incidents.map(({ incident }) => incident.id),
      [reach.incident],
    )
    const replayed = await judgedIncidents(ports, 'plant-1', GatePolicy.parse({}))
    assert.deepEqual(
      replayed.map(({ id }) => id),
      [reach.incident],
    )
  })
})
