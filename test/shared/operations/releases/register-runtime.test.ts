import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type PushedRuntime, pushRuntime } from '../../../../local/console/push-runtime.ts'
import { maxImageBytes } from '../../../../shared/domain/image-budget.ts'
import type { Principal } from '../../../../shared/domain/person.ts'
import type { ModuleRuntime } from '../../../../shared/domain/release.ts'
import { type RegisterPorts, registerRuntime } from '../../../../shared/operations/register-runtime.ts'
import type { ReleaseStore } from '../../../../shared/ports.ts'
import { type ReleaseServices, startReleaseServices } from '../../../harness/release-services.ts'

const engineer: Principal = { id: 'engineer', name: 'Engineer', roles: ['iot-engineer'], sites: 'all' }

describe('a runtime', () => {
  let services: ReleaseServices
  let pushed: PushedRuntime
  const stored = new Map<string, ModuleRuntime>()
  const releases = {
    saveRuntime: async (runtime: ModuleRuntime) => void stored.set(runtime.version, runtime),
    runtime: async (version: string) => stored.get(version),
  } as unknown as ReleaseStore
  let ports: RegisterPorts
  before(async () => {
    services = await startReleaseServices()
    pushed = await pushRuntime(services.imageRegistry, fileURLToPath(new URL('../../../../', import.meta.url)))
    ports = { releases, imageRegistry: services.imageRegistry, clock: () => new Date('2026-11-20T10:00:00.000Z') }
  })
  after(() => services.close())

  test('is registered with the sizes that the registry says', async () => {
    const images = pushed.images.map(({ architecture, digest }) => ({ architecture, digest }))
    const runtime = await registerRuntime(ports, engineer, { ...pushed, images })
    const byName = (list: PushedRuntime['images']) => [...list].sort((a, b) => (a.architecture < b.architecture ? -1 : 1))
    assert.deepEqual(runtime.images, byName(pushed.images))
    assert.equal(runtime.registeredBy, 'engineer')
  })

  test('is refused when an image is not there, is for something else, or comes twice', async () => {
    const [one, two] = pushed.images as [PushedRuntime['images'][number], PushedRuntime['images'][number]]
    const register = (images: { architecture: typeof one.architecture; digest: string }[]) =>
      registerRuntime(ports, engineer, { ...pushed, images })
    await assert.rejects(register([{ ...one, digest: `sha256:${'0'.repeat(64)}` }]), { code: 'not-found' })
    await assert.rejects(register([{ ...one, digest: two.digest }]), /is made for linux\/.*, not for/)
    await assert.rejects(register([one, one]), /comes twice/)
  })

  test('is refused when an image is larger than devices may be given', async () => {
    const imageRegistry = {
      ...services.imageRegistry,
      manifest: async (repository: string, reference: string) => {
        const found = (await services.imageRegistry.manifest(repository, reference))!
        const content = found.content as { layers: object[] }
        return { ...found, content: { ...content, layers: content.layers.map((layer) => ({ ...layer, size: maxImageBytes })) } }
      },
    }
    const large = registerRuntime({ ...ports, imageRegistry }, engineer, pushed)
    await assert.rejects(large, { code: 'image-too-large', message: /The image for \w+ has 601 MB; 600 MB are allowed/ })
  })
})
