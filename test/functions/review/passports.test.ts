import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { routes } from '../../../functions/review/routes/index.ts'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { type RunningIotHub, startIotHub } from '../../../local/iot-hub/start.ts'
import { laptopPeople } from '../../../local/sign-in/people.ts'
import { createIotHubDeviceStates } from '../../../shared/adapters/iot-hub-device-states.ts'
import { createIotHubRegistry } from '../../../shared/adapters/iot-hub-registry.ts'
import type { DevicePassport, ModelPassport } from '../../../shared/domain/passport.ts'
import type { RegisteredModel } from '../../../shared/domain/registered-model.ts'
import type { Release } from '../../../shared/domain/release.ts'
import type { Ports } from '../../../shared/ports.ts'
import { referenceTo, sampleModel, teachers, teachModel } from '../../harness/sample-model.ts'
import { type SimulatedFleet, startFleet } from '../../harness/simulated-fleet.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'
import { openRegistry } from '../../local/iot-hub/clients.ts'
import { reviewApi } from './review-api.ts'

const site = 'plant'
const indexOf = (letter: string) => `sha256:${letter.repeat(64)}`
const imageOf = (letter: string) => `registry.example.com/plant@${indexOf(letter)}`
const deviceCount = 100

describe('the passports of a plant of a hundred devices', () => {
  let azurite: RunningAzurite
  let hub: RunningIotHub
  let fleet: SimulatedFleet
  let ports: Ports
  let call: ReturnType<typeof reviewApi>
  let taught: Awaited<ReturnType<typeof teachModel>>
  let starter: RegisteredModel
  let devices: readonly string[]

  before(async () => {
    ;[azurite, hub] = await Promise.all([startAzurite(), startIotHub()])
    setDefaultCACertificates([...getCACertificates(), readFileSync(hub.certificateFile, 'utf8')])
    const deviceStates = createIotHubDeviceStates(createIotHubRegistry({ connectionString: hub.serviceConnectionString }))
    ports = await createTestApp(azurite.connectionString, { deviceStates })
    call = reviewApi(ports)
    await ports.rosters.saveSite({ id: site, name: 'Plant', timeZone: 'UTC' })
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: [site] })
    await ports.people.save({ id: 'anna', name: 'Anna Approver', sites: [site] })
    taught = await teachModel(ports, site, '2', { state: 'approved' })
    starter = sampleModel(site, '1', { uploadedBy: 'engineer', state: 'approved' })
    await ports.models.save(starter, undefined)
    await approve(taught.model, taught.evaluation.digest)
    await ports.releases.save(releaseOf(starter, 'a', { commissionedBy: 'engineer' }), undefined)
    await ports.releases.save(releaseOf(taught.model, 'b', { approval: 'ap-1' }), undefined)
    const champion = { site, model: referenceTo(taught.model), release: 'rel-b', since: '2026-03-06T00:00:00.000Z' }
    await ports.models.setChampion(champion, undefined)
    const packages = new Map([
      [indexOf('a'), { model: referenceTo(starter), behaviour: 'good' as const }],
      [indexOf('b'), { model: referenceTo(taught.model), behaviour: 'good' as const }],
    ])
    fleet = await startFleet({ hub, clock: createVirtualClock(), count: deviceCount, site, packages, deliver: async () => {} })
    devices = fleet.devices.map(({ id }) => id)
    for (const id of devices) await ports.devices.save({ id, site, name: id })
    await deploy('base', 'a', 1, `tags.site = '${site}'`)
    await fleet.settle()
    // The last device misses what comes next.
    await fleet.disconnect([devices.at(-1)!])
    await deploy('layer', 'b', 2, `tags.site = '${site}'`)
    await fleet.settle()
  })
  after(async () => {
    await fleet?.close()
    await Promise.all([azurite.close(), hub.close()])
  })

  async function approve(model: RegisteredModel, evaluation: string): Promise<void> {
    const at = '2026-03-05T09:00:00.000Z'
    await ports.approvals.save(
      {
        ...{ id: 'ap-1', site, model: referenceTo(model), evaluation, plan: 'c'.repeat(64), gate: 'better', askedAt: at, expiresAt: at },
        ...{ state: 'approved', needed: 1, decisions: [{ by: 'anna', at, decision: 'approved', reason: 'better' }], partial: [] },
      },
      undefined,
    )
  }

  function releaseOf(model: RegisteredModel, letter: string, more: Partial<Release>): Release {
    return {
      ...{
        id: `rel-${letter}`,
        site,
        model: referenceTo(model),
        runtime: '1.0.0',
        state: 'ready',
        repository: site,
        builds: [],
        images: [],
      },
      ...{ index: indexOf(letter), createdAt: '2026-03-05T10:00:00.000Z', ...more },
    }
  }

  async function deploy(id: string, letter: string, priority: number, targetCondition: string): Promise<void> {
    const settings = { image: imageOf(letter), createOptions: '{}' }
    const module = { type: 'docker', status: 'running', restartPolicy: 'always', settings }
    const whole = { schemaVersion: '1.1', runtime: { type: 'docker', settings: {} }, systemModules: {}, modules: { sightloop: module } }
    const agent = id === 'base' ? { 'properties.desired': whole } : { 'properties.desired.modules.sightloop': module }
    const content = { modulesContent: { $edgeAgent: agent } }
    await openRegistry(hub).addConfiguration({ id, priority, targetCondition, content } as never)
  }

  const passport = async (device: string) => {
    const { status, body } = await call('GET', `devices/${device}/passport`, { as: 'safety-auditor' })
    assert.equal(status, 200, JSON.stringify(body))
    return body as DevicePassport
  }

  it('trace every device in one call each: image, release, model, evaluation, approver, run, dataset, frames, incidents, recordings', async () => {
    const traced = await Promise.all(devices.slice(0, -1).map(passport))
    for (const { device, actual, mismatches, model } of traced) {
      assert.deepEqual(mismatches, [], device.id)
      assert.deepEqual([actual.image, actual.release?.id, actual.model], [imageOf('b'), 'rel-b', referenceTo(taught.model)])
      assert.equal(model?.run?.id, taught.run.id)
      assert.equal(model?.evaluation?.digest, taught.evaluation.digest)
      assert.deepEqual(model?.approvals[0]?.decisions[0]?.by, 'anna')
      assert.equal(model?.taughtBy?.dataset.version, taught.dataset)
      assert.deepEqual([model?.taughtBy?.incidents.count, model?.taughtBy?.recordings.count], [2, 2])
      assert.deepEqual(model?.taughtBy?.verdicts, { confirmed: 2, rejected: 0, inconclusive: 0, none: 0 })
      assert.ok(model?.taughtBy?.frames.named.length)
      const parts = new Map(model?.people.map(({ who, part }) => [who, part]))
      const [seen] = model?.taughtBy?.incidents.named ?? []
      assert.deepEqual([seen?.incident, seen?.camera, seen?.label], [`${site}-i-1`, 'line-1', 'hand'])
      assert.deepEqual([parts.get('anna'), parts.get(teachers.judge), parts.get(teachers.labeler)], ['approved', 'judged', 'labelled'])
      assert.equal(model?.names['anna'], 'Anna Approver')
    }
    assert.equal(traced.length, deviceCount - 1)
  })

  it('show desired and actual side by side, and why a device that is away has not got it', async () => {
    const { device, desired, actual, mismatches, model } = await passport(devices.at(-1)!)
    assert.equal(device.isConnected, false)
    assert.deepEqual([desired.release?.id, actual.release?.id], ['rel-b', 'rel-a'])
    assert.deepEqual(
      mismatches.map(({ what }) => what),
      ['image', 'release', 'model'],
    )
    for (const { because, reason } of mismatches) assert.deepEqual([because, /not connected/.test(reason)], ['offline', true])
    assert.deepEqual([model?.model.version, model?.isChampion], ['1', false])
  })

  it('of a model name its devices, and those in force say so', async () => {
    const { body } = await call('GET', `models/${site}/2/passport`, { as: 'data-labeler' })
    const { isChampion, devices: running, releases } = body as ModelPassport
    assert.deepEqual([isChampion, running.count, running.named.length], [true, deviceCount - 1, 50])
    assert.deepEqual(
      releases.map(({ id }) => id),
      ['rel-b'],
    )
  })

  it('can be walked by their links, each of which is a resource of the API', async () => {
    const { body } = await call('GET', `devices/${devices[0]}/passport`, { as: 'admin' })
    const links = [...JSON.stringify(body).matchAll(/"link":"\/api\/([^"]+)"/g)].map(([, path]) => path!)
    for (const start of ['incidents/', 'recordings/', 'frames/', 'datasets/', 'nights/'])
      assert.ok(
        links.some((path) => path.startsWith(start)),
        start,
      )
    const isResource = (path: string) =>
      routes.some((row) => row.method === 'GET' && new RegExp(`^${row.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    assert.deepEqual(
      links.filter((path) => !isResource(path)),
      [],
    )
  })

  it('lead back from incident, dataset and picture to the models and devices that learned from them', async () => {
    const frame = taught.recordings[0]!.labels.frames[0]!.frame
    await ports.frames.saveManifest({ ...taught.recordings[0]!.manifest, site })
    for (const [path, frames] of [
      [`incidents/${site}-i-1/lineage`, 4],
      [`datasets/${taught.dataset}/lineage`, 8],
      [`frames/${frame}/lineage`, 1],
    ] as const) {
      const { status, body } = await call('GET', path, { as: 'safety-auditor' })
      assert.equal(status, 200, path)
      assert.deepEqual([body.datasets.named[0].version, body.datasets.named[0].frames], [taught.dataset, frames], path)
      assert.deepEqual(
        [body.models.named[0].dataset, body.models.named[0].version, body.devices.count],
        [taught.dataset, '2', deviceCount - 1],
        path,
      )
    }
  })

  it('hold no address of a file and no secret, whoever reads them', async () => {
    for (const as of ['data-labeler', 'iot-engineer', 'safety-auditor', 'data-scientist'] as const) {
      for (const path of [`devices/${devices[0]}/passport`, `models/${site}/2/passport`]) {
        const text = JSON.stringify((await call('GET', path, { as })).body)
        assert.doesNotMatch(text, /https?:|sig=|[?&]se=|SharedAccess|AccountKey|model\.onnx|connectionString/i)
      }
    }
  })

  it('of things of another plant are not found', async () => {
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: ['elsewhere'] })
    const paths = [`devices/${devices[0]}/passport`, `models/${site}/2/passport`, `incidents/${site}-i-1/lineage`]
    for (const path of [...paths, `datasets/${taught.dataset}/lineage`])
      assert.equal((await call('GET', path, { as: 'safety-auditor' })).status, 404, path)
    for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: [site] })
  })
})
