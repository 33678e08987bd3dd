import { crashPoint } from '../crash-point.ts'
import { Fault } from '../domain/faults.ts'
import type { ModuleRuntime, Release } from '../domain/release.ts'
import { buildTag } from '../domain/release-names.ts'
import { modelDockerfile } from '../model-dockerfile.ts'
import type { Ports } from '../ports.ts'
import { changeRelease, isSettled, type ReleaseKey, requireRelease } from './change-release.ts'
import { type PackedModel, type ReleaseModelPorts, releaseModel } from './release-model.ts'

export type BuildPorts = ReleaseModelPorts & Pick<Ports, 'releases' | 'imageBuilder' | 'imageRegistry'>

/** Signs the model for devices. */
export async function signRelease(ports: BuildPorts, key: ReleaseKey): Promise<void> {
  const release = await requireRelease(ports, key)
  if (!isSettled(release)) await releaseModel(ports, release)
}

/**
 * Begins one build for each architecture of the runtime. A build has a name, so those that were begun already are found.
 * A release without a model needs none: its images are the runtime's.
 */
export async function buildImages(ports: BuildPorts, key: ReleaseKey): Promise<void> {
  const release = await requireRelease(ports, key)
  if (isSettled(release)) return
  const runtime = await requireRuntime(ports, release)
  const packed = await releaseModel(ports, release)
  const builds: Release['builds'] = []
  for (const image of packed === undefined ? [] : runtime.images) {
    const run = await ports.imageBuilder.begin(buildOf(ports, release, runtime, image, packed!))
    crashPoint('build-begun')
    builds.push({ architecture: image.architecture, run })
  }
  const images = packed === undefined ? runtime.images : []
  await changeRelease(ports, key, (before) =>
    isSettled(before) || before.state === 'signing' ? undefined : { ...before, state: 'building', builds, images },
  )
}

/** @throws Fault `not-found` */
export async function requireRuntime({ releases }: Pick<Ports, 'releases'>, { runtime: version }: Release): Promise<ModuleRuntime> {
  const runtime = await releases.runtime(version)
  if (runtime === undefined) throw new Fault('not-found', `runtime ${version}`)
  return runtime
}

function buildOf(
  { imageRegistry }: BuildPorts,
  release: Release,
  runtime: ModuleRuntime,
  image: ModuleRuntime['images'][number],
  { files, signature }: PackedModel,
) {
  const { name, version, digest } = signature.statement.model
  const context = Object.entries(files).map(([file, bytes]) => [`model/${file}`, bytes] as const)
  return {
    repository: release.repository,
    tag: buildTag(release, image.architecture),
    architecture: image.architecture,
    files: { Dockerfile: modelDockerfile, ...Object.fromEntries(context) },
    buildArguments: {
      BASE: imageRegistry.referenceOf(runtime.repository, image.digest),
      ...{ MODEL_NAME: name, MODEL_VERSION: version, MODEL_DIGEST: digest, RELEASE: release.id },
    },
  }
}
