import { crashPoint } from '../crash-point.ts'
import { Fault } from '../domain/faults.ts'
import { modelFiles } from '../domain/model-package.ts'
import { artefactManifest, artifactTypes, imageIndex, mediaTypes } from '../domain/oci-image.ts'
import type { Release } from '../domain/release.ts'
import { softwareBill } from '../domain/software-bill.ts'
import type { Descriptor, Ports } from '../ports.ts'
import { requireRuntime } from './build-images.ts'
import { changeRelease, isSettled, type ReleaseKey, requireRelease } from './change-release.ts'
import { inspectImage } from './inspect-image.ts'
import { readBilledPackages } from './read-billed-packages.ts'
import { type PackedModel, type ReleaseModelPorts, releaseModel } from './release-model.ts'

export type SealPorts = ReleaseModelPorts & Pick<Ports, 'releases' | 'imageRegistry' | 'clock'>

/** What layers of a model's artefact are. */
const fileTypes: Readonly<Record<string, string>> = {
  [modelFiles.net]: 'application/vnd.sightloop.model.onnx',
  [modelFiles.card]: 'application/vnd.sightloop.model.card+json',
  [modelFiles.selfTest]: 'application/vnd.sightloop.model.self-test+json',
  [modelFiles.signature]: 'application/vnd.sightloop.model.signature+json',
}

/**
 * Puts the images under one index, what is in them and the model's signature beside it, and the model as an artefact of
 * its own; then the release is ready. All of it follows from the row, so doing it again writes the same.
 */
export async function sealRelease(ports: SealPorts, key: ReleaseKey): Promise<void> {
  const release = await requireRelease(ports, key)
  if (isSettled(release)) return
  if (release.state !== 'signing' || release.images.length === 0)
    throw new Fault('input-invalid', `release ${release.id} is ${release.state}.`)
  const packed = await releaseModel(ports, release)
  const index = await putIndex(ports, release)
  crashPoint('release-index')
  await putBill(ports, release, index)
  const artefact = packed && (await putModel(ports, release, index, packed))
  crashPoint('release-artefacts')
  const readyAt = ports.clock().toISOString()
  await changeRelease(ports, key, (before) => {
    if (before.state !== 'signing') return undefined
    return { ...before, state: 'ready', readyAt, index: index.digest, ...(artefact && { artefact: artefact.digest }) }
  })
}

async function putIndex(ports: SealPorts, { id, repository, images, model }: Release): Promise<Descriptor> {
  const listed = await Promise.all(
    images.map(async ({ architecture, digest }) => {
      const { descriptor } = await inspectImage(ports, repository, digest, architecture)
      return { ...descriptor, architecture }
    }),
  )
  // Without a model it is the runtime itself, for whichever site.
  const annotations = model && { 'sightloop.release': id, 'sightloop.model.digest': model.digest }
  return ports.imageRegistry.putManifest(repository, imageIndex(listed, annotations), mediaTypes.index, id)
}

async function putBill(ports: SealPorts, release: Release, index: Descriptor): Promise<void> {
  const { imageRegistry } = ports
  const { id, repository, createdAt, model } = release
  const runtime = await requireRuntime(ports, release)
  const images = await Promise.all(
    release.images.map(async ({ architecture, digest }) => {
      const base = runtime.images.find((image) => image.architecture === architecture)
      const packages = base && (await readBilledPackages(ports, runtime.repository, base.digest))
      return { architecture, digest, packages }
    }),
  )
  const bill = softwareBill({ name: id, subject: index.digest, createdAt, images, model })
  const bytes = new TextEncoder().encode(JSON.stringify(bill))
  const layer = { ...(await imageRegistry.putBlob(repository, bytes)), mediaType: artifactTypes.bill, title: 'sbom.spdx.json' }
  await putArtefact(ports, repository, { artifactType: artifactTypes.bill, layers: [layer], subject: index })
}

/** The signature beside the images, and the model with it for devices that take models alone. Answers the latter. */
async function putModel(ports: SealPorts, { id, repository }: Release, index: Descriptor, { files, signature }: PackedModel) {
  const layers = await Promise.all(
    Object.entries(files).map(async ([title, bytes]) => ({
      ...(await ports.imageRegistry.putBlob(repository, bytes)),
      ...{ mediaType: fileTypes[title] ?? 'application/octet-stream', title },
    })),
  )
  const { model } = signature.statement
  const annotations = {
    'sightloop.model.name': model.name,
    'sightloop.model.version': model.version,
    'sightloop.model.digest': model.digest,
    'sightloop.signature.key': signature.keyId,
    'sightloop.signature.ed25519': signature.signatureBase64,
    'sightloop.release': id,
  }
  const signatures = layers.filter(({ title }) => title === modelFiles.signature)
  await putArtefact(ports, repository, { artifactType: artifactTypes.signature, layers: signatures, subject: index, annotations })
  return putArtefact(ports, repository, { artifactType: artifactTypes.model, layers, annotations })
}

async function putArtefact(
  { imageRegistry }: SealPorts,
  repository: string,
  artefact: Omit<Parameters<typeof artefactManifest>[0], 'empty'>,
): Promise<Descriptor> {
  const empty = await imageRegistry.putBlob(repository, new TextEncoder().encode('{}'))
  return imageRegistry.putManifest(repository, artefactManifest({ ...artefact, empty }), mediaTypes.manifest)
}
