import { Fault } from '../domain/faults.ts'
import { requireBudget } from '../domain/image-budget.ts'
import type { ImageRef, ModuleRuntime, Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'
import { requireRuntime } from './build-images.ts'
import { changeRelease, isSettled, type ReleaseKey, requireRelease } from './change-release.ts'
import { inspectImage } from './inspect-image.ts'

export type PollPorts = Pick<Ports, 'releases' | 'imageBuilder' | 'imageRegistry'>

/**
 * Looks how the builds stand. When all are done their images are held against what was asked for: the runtime's layers
 * below, the model's label, the architecture, the size.
 *
 * @throws Fault `input-invalid` with the last words of a build that failed, `image-too-large`
 */
export async function pollBuilds(ports: PollPorts, key: ReleaseKey): Promise<'running' | 'done'> {
  const release = await requireRelease(ports, key)
  if (isSettled(release) || release.state === 'signing') return 'done'
  const runtime = await requireRuntime(ports, release)
  const digests = await Promise.all(release.builds.map((build) => digestOf(ports, build)))
  if (digests.includes(undefined)) return 'running'
  const images = release.model === undefined ? runtime.images : await inspectAll(ports, release, runtime, digests as string[])
  await changeRelease(ports, key, (before) => (before.state === 'building' ? { ...before, state: 'signing', images } : undefined))
  return 'done'
}

async function digestOf({ imageBuilder }: PollPorts, { architecture, run }: Release['builds'][number]): Promise<string | undefined> {
  const found = await imageBuilder.find(run)
  if (found === undefined) throw new Fault('not-found', `The build ${run} is not known any more.`)
  if (found.state === 'failed') throw new Fault('input-invalid', `The image for ${architecture} could not be built. ${found.problem ?? ''}`)
  return found.digest
}

function inspectAll(ports: PollPorts, release: Release, runtime: ModuleRuntime, digests: readonly string[]): Promise<ImageRef[]> {
  return Promise.all(
    release.builds.map(async ({ architecture }, index) => {
      const digest = digests[index]!
      const base = runtime.images.find((image) => image.architecture === architecture)!
      const [image, below] = await Promise.all([
        inspectImage(ports, release.repository, digest, architecture),
        inspectImage(ports, runtime.repository, base.digest, architecture),
      ])
      const isOnRuntime = below.layers.every((layer, depth) => image.layers[depth] === layer)
      if (!isOnRuntime) throw new Fault('image-damaged', `${digest} does not have the layers of the runtime ${runtime.version}.`)
      if (image.labels['sightloop.model.digest'] !== release.model?.digest)
        throw new Fault('image-damaged', `${digest} does not say that it holds the model ${release.model?.digest}.`)
      requireBudget(`The image for ${architecture}`, image.bytes)
      return { architecture, digest, bytes: image.bytes }
    }),
  )
}
