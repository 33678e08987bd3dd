import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type RunningAzurite, startAzurite } from '../../../../local/azurite/start.ts'
import { pushRuntime } from '../../../../local/console/push-runtime.ts'
import { registerModel } from '../../../../shared/operations/register-model.ts'
import { registerRuntime } from '../../../../shared/operations/register-runtime.ts'
import { startRelease } from '../../../../shared/operations/start-release.ts'
import { runIntoCrash } from '../../../harness/crash-runner.ts'
import { colourModel } from '../../../harness/evaluated-plant.ts'
import { learningSettings } from '../../../harness/learning-settings.ts'
import { approve, createReleaseApp, driveRelease } from '../../../harness/release-process.ts'
import { type ReleaseServices, startReleaseServices } from '../../../harness/release-services.ts'

const script = fileURLToPath(new URL('../../../harness/release-process.ts', import.meta.url))
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const points = ['release-row', 'build-begun', 'release-index', 'release-artefacts', 'release-sent']

describe('a release whose process is killed', () => {
  let azurite: RunningAzurite
  let services: ReleaseServices
  let app: Awaited<ReturnType<typeof createReleaseApp>>
  before(async () => {
    ;[azurite, services] = await Promise.all([startAzurite(), startReleaseServices()])
    app = await createReleaseApp({ ...azurite, ...services })
    const { version, repository, images } = await pushRuntime(services.imageRegistry, root)
    await registerRuntime(
      app.ports,
      { id: 'engineer', name: 'Engineer', roles: ['iot-engineer'], sites: 'all' },
      { version, repository, images },
    )
  })
  after(async () => {
    await services.close()
    await azurite.close()
  })

  async function buildsOf(release: string): Promise<string[]> {
    const url = `${services.managementUrl}${learningSettings.CONTAINER_REGISTRY_ID}/runs?api-version=2019-06-01-preview`
    const { value } = (await (await fetch(url, { headers: { authorization: 'Bearer token' } })).json()) as {
      value: { properties: { outputImages: { tag: string }[] } }[]
    }
    return value.map(({ properties }) => properties.outputImages[0]!.tag).filter((tag) => tag.startsWith(release))
  }

  for (const point of points)
    test(`at ${point} ends as the same release, with one build an architecture and one of everything else`, async () => {
      const site = `killed-${point}`
      await app.ports.rosters.saveSite({ id: site, name: site, timeZone: 'UTC' })
      const { net, card } = colourModel(0.5, { name: site })
      const model = await registerModel(app.ports, { net, card, files: {}, about: { site, uploadedBy: 'somebody' } })
      const approval = await approve(app.ports, model)
      const { MODEL_SIGNING_KEY: key } = learningSettings
      const addresses = [azurite.connectionString, services.registryUrl, services.managementUrl]
      await runIntoCrash(script, [...addresses, site, model.version, key], point)

      const release = await driveRelease(app.ports, await startRelease(app.ports, { site, approval }))
      assert.equal(release.state, 'ready')
      assert.ok(release.deployedAt)
      assert.equal((await app.ports.releases.list({ sites: [site], limit: 10 })).items.length, 1)
      assert.equal((await buildsOf(release.id)).length, 3)
      assert.equal((await services.imageRegistry.referrers(release.repository, release.index!)).length, 2)
      assert.equal((await app.ports.rollouts.list({ sites: [site], limit: 10 })).items.length, 1)
    })
})
