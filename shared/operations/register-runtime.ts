import { Fault } from '../domain/faults.ts'
import { requireBudget } from '../domain/image-budget.ts'
import type { Principal } from '../domain/person.ts'
import type { Architecture, ModuleRuntime } from '../domain/release.ts'
import type { Ports } from '../ports.ts'
import { inspectImage } from './inspect-image.ts'

export type RegisterPorts = Pick<Ports, 'releases' | 'imageRegistry' | 'clock'>

export interface RuntimeRequest {
  readonly version: string
  readonly repository: string
  readonly images: readonly { readonly architecture: Architecture; readonly digest: string }[]
}

/**
 * Makes images of the module's code known, which somebody has pushed; releases are built on the newest from then on.
 * Nothing is believed: digests, platforms and sizes are looked up in the registry.
 *
 * @throws Fault `input-invalid`, `not-found`, `image-too-large`
 */
export async function registerRuntime(ports: RegisterPorts, person: Principal, request: RuntimeRequest): Promise<ModuleRuntime> {
  const { version, repository, images } = request
  const names = images.map(({ architecture }) => architecture)
  if (new Set(names).size < names.length) throw new Fault('input-invalid', 'images: an architecture comes twice.')
  const inspected = await Promise.all(
    images.map(async ({ architecture, digest }) => {
      const { bytes } = await inspectImage(ports, repository, digest, architecture)
      requireBudget(`The image for ${architecture}`, bytes)
      return { architecture, digest, bytes }
    }),
  )
  await ports.releases.saveRuntime({
    ...{ version, repository, images: inspected.sort((a, b) => (a.architecture < b.architecture ? -1 : 1)) },
    ...{ registeredAt: ports.clock().toISOString(), registeredBy: person.id },
  })
  const stored = await ports.releases.runtime(version)
  if (stored === undefined) throw new Fault('not-found', `runtime ${version}`)
  return stored
}
