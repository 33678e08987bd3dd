import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { releaseActivities } from '../../../../functions/releases/activities.ts'
import { type RunningAzurite, startAzurite } from '../../../../local/azurite/start.ts'
import { pushRuntime } from '../../../../local/console/push-runtime.ts'
import { ModelSignature } from '../../../../shared/domain/model-package.ts'
import { artifactTypes } from '../../../../shared/domain/oci-image.ts'
import type { Principal } from '../../../../shared/domain/person.ts'
import { architectures, type Release } from '../../../../shared/domain/release.ts'
import { commissionSite } from '../../../../shared/operations/commission-site.ts'
import { failRelease } from '../../../../shared/operations/fail-release.ts'
import { registerModel } from '../../../../shared/operations/register-model.ts'
import { registerRuntime } from '../../../../shared/operations/register-runtime.ts'
import { retryRelease, startRelease } from '../../../../shared/operations/start-release.ts'
import { watchReleases } from '../../../../shared/operations/watch-releases.ts'
import { colourModel } from '../../../harness/evaluated-plant.ts'
import { approve, createReleaseApp, driveRelease } from '../../../harness/release-process.ts'
import { type ReleaseServices, startReleaseServices } from '../../../harness/release-services.ts'

const root = new URL('../../../../', import.meta.url).pathname
const engineer: Principal = { id: 'engineer', name: 'Engineer', roles: ['iot-engineer'], sites: 'all' }

describe('a release', () => {
  let azurite: RunningAzurite
  let services: ReleaseServices
  let app: Awaited<ReturnType<typeof createReleaseApp>>
  before(async () => {
    ;[azurite, services] = await Promise.all([startAzurite(), startReleaseServices()])
    app = await createReleaseApp({ ...azurite, ...services })
    const { version, repository, images } = await pushRuntime(services.imageRegistry, root)
    await registerRuntime(app.ports, engineer, { version, repository, images })
  })
  after(async () => {
    await services.close()
    await azurite.close()
  })

  async function modelOf(site: string, version = '1') {
    await app.ports.rosters.saveSite({ id: site, name: site, timeZone: 'UTC' })
    const { net, card } = colourModel(0.5, { name: site, version })
    return registerModel(app.ports, { net, card, files: {}, about: { site, uploadedBy: 'somebody' } })
  }

  async function jsonOf(repository: string, manifest: string) {
    const { content } = (await services.imageRegistry.manifest(repository, manifest))!
    const { layers, annotations } = content as { layers: { digest: string }[]; annotations: Record<string, string> }
    const bytes = await services.imageRegistry.readBlob(repository, layers[0]!.digest, 1e7)
    return { content: JSON.parse(Buffer.from(bytes).toString()), annotations }
  }

  test('of an approval is built for each architecture, signed, sealed with its bill, and rolled out', async () => {
    const model = await modelOf('whole')
    const begun = await startRelease(app.ports, { site: 'whole', approval: await approve(app.ports, model) })
    assert.ok(app.started.includes(begun.id))
    const { repository, ...release } = await driveRelease(app.ports, begun)
    assert.equal(release.state, 'ready')
    assert.deepEqual(release.images.map(({ architecture }) => architecture).sort(), [...architectures].sort())
    assert.equal((await app.ports.rollouts.active('whole'))?.value.release, release.id)

    const index = (await services.imageRegistry.manifest(repository, release.index!))!.content as { manifests: { digest: string }[] }
    assert.deepEqual(index.manifests.map(({ digest }) => digest).sort(), release.images.map(({ digest }) => digest).sort())

    const [bill] = await services.imageRegistry.referrers(repository, release.index!, artifactTypes.bill)
    const { content: spdx } = await jsonOf(repository, bill!.digest)
    const named = (name: string) => spdx.packages.find((each: { name: string }) => each.name === name)
    assert.equal(named('whole').checksums[0].checksumValue, model.digest)
    assert.ok(named('onnxruntime-node') && named('sharp'))
    assert.match(named(`${release.id}-arm32v7`).comment, /WebAssembly/)
    const onArm = spdx.relationships.filter((each: { spdxElementId: string }) => each.spdxElementId === 'SPDXRef-Image-arm32v7')
    assert.equal(JSON.stringify(onArm).includes('onnxruntime-node'), false)

    const [signature] = await services.imageRegistry.referrers(repository, release.index!, artifactTypes.signature)
    const signed = ModelSignature.parse((await jsonOf(repository, signature!.digest)).content)
    assert.equal(signed.statement.model.digest, model.digest)
    const artefact = (await services.imageRegistry.manifest(repository, release.artefact!))!.content as {
      artifactType: string
      layers: { annotations: Record<string, string> }[]
      annotations: Record<string, string>
    }
    assert.equal(artefact.artifactType, artifactTypes.model)
    const titles = artefact.layers.map(({ annotations }) => annotations['org.opencontainers.image.title'])
    assert.deepEqual(titles.sort(), ['model.json', 'model.onnx', 'model.sig', 'selftest.json'])
    assert.equal(artefact.annotations['sightloop.signature.ed25519'], signed.signatureBase64)
  })

  test('is the same one however often and by how many it is asked for, and every step may be done thrice at once', async () => {
    const approval = await approve(app.ports, await modelOf('often'))
    const begun = await Promise.all(Array.from({ length: 5 }, () => startRelease(app.ports, { site: 'often', approval })))
    assert.equal(new Set(begun.map(({ id }) => id)).size, 1)
    const first = await driveRelease(app.ports, begun[0]!, 3)
    const again = await driveRelease(app.ports, begun[0]!)
    assert.deepEqual(again, first)
    assert.equal((await app.ports.releases.list({ sites: ['often'], limit: 10 })).items.length, 1)
    assert.equal((await app.ports.releases.ofModel(approval.model.digest)).filter(({ site }) => site === 'often').length, 1)
    const referrers = await services.imageRegistry.referrers(first.repository, first.index!)
    assert.deepEqual(referrers.map(({ artifactType }) => artifactType).sort(), [artifactTypes.signature, artifactTypes.bill].sort())
  })

  test('without an approval is refused but for a commissioning, which becomes the standing deployment and is on record', async () => {
    const model = await modelOf('new-plant')
    const waiting = { ...(await approve(app.ports, model)), state: 'waiting' as const }
    await assert.rejects(startRelease(app.ports, { site: 'new-plant', approval: waiting }), { code: 'approval-closed' })
    const { name, version } = model
    const begun = await commissionSite(app.ports, engineer, { site: 'new-plant', model: { name, version } })
    const release = await driveRelease(app.ports, begun)
    const base = [...app.deployed.values()].find(({ labels }) => labels['site'] === 'new-plant')!
    assert.ok(JSON.stringify(base.content).includes(release.index!))
    assert.equal((await app.ports.models.champion('new-plant'))?.value.release, release.id)
    const { entries } = await app.ports.audit.read({ site: 'new-plant', from: 1, limit: 10 })
    assert.ok(entries.some(({ action, who }) => action === 'release-started' && who === 'engineer'))
  })

  test('of a new plant may have no model: its images are those of the runtime', async () => {
    await app.ports.rosters.saveSite({ id: 'empty', name: 'empty', timeZone: 'UTC' })
    const release = await driveRelease(app.ports, await commissionSite(app.ports, engineer, { site: 'empty' }))
    const runtime = (await app.ports.releases.newestRuntime())!
    assert.deepEqual([release.state, release.builds, release.repository], ['ready', [], runtime.repository])
    assert.deepEqual(release.images, runtime.images)
    assert.equal(release.model, undefined)
  })

  test('that failed says why, and is built anew when somebody asks', async () => {
    const model = await modelOf('flaky')
    const begun = await startRelease(app.ports, { site: 'flaky', approval: await approve(app.ports, model) })
    await failRelease(app.ports, { site: 'flaky', release: begun.id, problem: 'The registry was on fire.' })
    const failed = (await app.ports.releases.find('flaky', begun.id))!.value
    assert.deepEqual([failed.state, failed.problem], ['failed', 'The registry was on fire.'])
    const again = await retryRelease(app.ports, failed, 'engineer')
    assert.deepEqual([again.state, again.attempt], ['waiting', 2])
    assert.equal((await driveRelease(app.ports, again)).state, 'ready')
  })

  test('whose build cannot succeed ends at once with the last words of the build', async () => {
    const model = await modelOf('unbuildable')
    const begun = await startRelease(app.ports, { site: 'unbuildable', approval: await approve(app.ports, model) })
    const find = async () => ({ state: 'failed' as const, digest: undefined, problem: 'Build run-1 failed: no space left.' })
    const ports = { ...app.ports, imageBuilder: { ...app.ports.imageBuilder, find } }
    for (const name of ['sign-release', 'build-images', 'poll-builds', 'seal-release', 'deploy-release'])
      await releaseActivities.find((row) => row.name === name)!.run(ports, { site: 'unbuildable', release: begun.id })
    const { state, problem } = (await app.ports.releases.find('unbuildable', begun.id))!.value
    assert.equal(state, 'failed')
    assert.match(problem ?? '', /The image for amd64 could not be built\. Build run-1 failed: no space left/)
  })

  test('of a model that is revoked meanwhile is never built', async () => {
    const model = await modelOf('poison')
    const begun = await startRelease(app.ports, { site: 'poison', approval: await approve(app.ports, model) })
    const ports = { ...app.ports, models: { ...app.ports.models, revoked: async () => new Set([model.digest]) } }
    await assert.rejects(driveRelease(ports, begun), { code: 'model-revoked' })
    await failRelease(ports, { site: 'poison', release: begun.id, problem: 'revoked' })
    assert.equal((await app.ports.releases.find('poison', begun.id))?.value.state, 'revoked')
  })

  test('whose start was lost is started by the timer, and one whose orchestration ended without a word is failed', async () => {
    const approval = await approve(app.ports, await modelOf('lost'))
    const deaf = { ...app.ports.orchestrations, start: async () => Promise.reject(new Error('gone')) }
    await assert.rejects(startRelease({ ...app.ports, orchestrations: deaf }, { site: 'lost', approval }))
    const [release] = (await app.ports.releases.list({ sites: ['lost'], limit: 1 })).items as [Release]
    await watchReleases(app.ports)
    assert.ok(app.started.includes(release.id))
    const ended = { ...app.ports.orchestrations, status: async () => ({ state: 'failed' as const, custom: undefined, output: undefined }) }
    await watchReleases({ ...app.ports, orchestrations: ended })
    assert.equal((await app.ports.releases.find('lost', release.id))?.value.state, 'failed')
  })

  test('waits while another rollout is under way', async () => {
    const [one, two] = [await modelOf('busy', '1'), await modelOf('busy', '2')]
    await driveRelease(app.ports, await startRelease(app.ports, { site: 'busy', approval: await approve(app.ports, one) }))
    const second = await driveRelease(app.ports, await startRelease(app.ports, { site: 'busy', approval: await approve(app.ports, two) }))
    assert.equal(second.deployedAt, undefined)
    assert.match(second.problem ?? '', /Another rollout is under way/)
  })

  test('is refused where an image has layers that are not the runtime’s', async () => {
    const model = await modelOf('tampered')
    const begun = await startRelease(app.ports, { site: 'tampered', approval: await approve(app.ports, model) })
    const foreign = createHash('sha256').update('x').digest('hex')
    const imageRegistry = {
      ...services.imageRegistry,
      manifest: async (repository: string, reference: string) => {
        const found = await services.imageRegistry.manifest(repository, reference)
        if (repository !== 'sightloop/edge' || found === undefined) return found
        const content = found.content as { layers: object[] }
        return { ...found, content: { ...content, layers: content.layers?.map((layer) => ({ ...layer, digest: `sha256:${foreign}` })) } }
      },
    }
    await assert.rejects(driveRelease({ ...app.ports, imageRegistry }, begun), { code: 'image-damaged' })
  })
})
