// node tools/run.mjs tools/attach-bill.ts REGISTRY REPOSITORY DIGEST ARCHITECTURE: finds the module's image among what a builder
// pushed under this digest, attaches the bill of its npm packages, and prints its own digest, for PUT /api/runtimes/{version}.
// Signs in as whoever runs it (az login), or with CONTAINER_REGISTRY_PASSWORD.
import { readFileSync } from 'node:fs'
import { DefaultAzureCredential } from '@azure/identity'
import { createOciImageRegistry } from '../shared/adapters/oci-image-registry.ts'
import { packagesOf } from '../shared/domain/lockfile-packages.ts'
import { artefactManifest, artifactTypes, mediaTypes } from '../shared/domain/oci-image.ts'
import { type Architecture, architectures } from '../shared/domain/release.ts'
import { softwareBill } from '../shared/domain/software-bill.ts'
import { inspectImage } from '../shared/operations/inspect-image.ts'

const [url = '', repository = '', pushed = '', architecture = ''] = process.argv.slice(2)
if (!URL.canParse(url) || !(architectures as readonly string[]).includes(architecture)) {
  console.error(`node tools/run.mjs tools/attach-bill.ts https://REGISTRY REPOSITORY sha256:… ${architectures.join('|')}`)
  process.exit(1)
}
const password = process.env['CONTAINER_REGISTRY_PASSWORD']
const imageRegistry = createOciImageRegistry({ url, password, credential: new DefaultAzureCredential() })

const digest = await imageWithin(pushed)
const { descriptor: subject } = await inspectImage({ imageRegistry }, repository, digest, architecture as Architecture)
const known = await imageRegistry.referrers(repository, digest, artifactTypes.bill)
if (known.length === 0) await attach()
console.log(digest)

/** Builders that attest what they did push an index: the image, and beside it what they say of it. */
async function imageWithin(reference: string): Promise<string> {
  const found = await imageRegistry.manifest(repository, reference)
  if (found === undefined) throw new Error(`${url} has no ${repository}@${reference}.`)
  const { manifests } = found.content as { manifests?: { digest: string; platform?: { os: string } }[] }
  const images = manifests?.filter(({ platform }) => platform?.os === 'linux') ?? [{ digest: reference }]
  if (images.length !== 1) throw new Error(`${repository}@${reference} holds ${images.length} images for Linux, and one is wanted.`)
  return images[0]!.digest
}

async function attach(): Promise<void> {
  const lockfile: unknown = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))
  const packages = packagesOf(lockfile, 'edge', architecture as Architecture)
  const images = [{ architecture: architecture as Architecture, digest, packages }]
  const bill = softwareBill({ name: 'sightloop-edge', subject: digest, createdAt: new Date().toISOString(), images })
  const empty = await imageRegistry.putBlob(repository, Buffer.from('{}'))
  const layer = await imageRegistry.putBlob(repository, Buffer.from(JSON.stringify(bill)))
  const layers = [{ ...layer, mediaType: artifactTypes.bill, title: 'sbom.spdx.json' }]
  const artefact = artefactManifest({ artifactType: artifactTypes.bill, empty, layers, subject })
  await imageRegistry.putManifest(repository, artefact, mediaTypes.manifest)
}
