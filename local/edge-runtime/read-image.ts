import { readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import type { ImageReference } from './image-reference.ts'
import type { RegistryClient } from './registry-client.ts'

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const Size = z
  .int()
  .min(0)
  .max(8 * 1024 ** 3)
const Platform = z.looseObject({ os: z.string(), architecture: z.string(), variant: z.string().optional() })
const BlobDescriptor = z.looseObject({ mediaType: z.string(), digest: Digest, size: Size })
const Index = z.looseObject({ manifests: z.array(z.looseObject({ digest: Digest, platform: Platform.optional() })).max(1000) })
const Manifest = z.looseObject({ config: BlobDescriptor, layers: z.array(BlobDescriptor).min(1).max(200) })

/** https://github.com/opencontainers/image-spec/blob/main/config.md */
export const ImageConfig = z.object({
  rootfs: z.object({ diff_ids: z.array(Digest) }),
  config: z
    .object({
      Env: z.array(z.string()).nullish(),
      Entrypoint: z.array(z.string()).nullish(),
      Cmd: z.array(z.string()).nullish(),
      WorkingDir: z.string().nullish(),
    })
    .default({}),
})
export type ImageConfig = z.infer<typeof ImageConfig>

const maxConfigBytes = 1024 * 1024

/** Reads what an image for this machine consists of; an index is asked for this machine's architecture. */
export async function readImage(client: RegistryClient, image: ImageReference, download: string) {
  const top = await client.manifest(image, image.reference)
  const listed = Index.safeParse(top.content).data
  const { digest, content } = listed === undefined ? top : await client.manifest(image, choose(listed, image))
  const manifest = Manifest.safeParse(content)
  if (!manifest.success) throw new Error(`${image.text} is no image: ${z.prettifyError(manifest.error)}`)
  const { config: descriptor, layers } = manifest.data
  if (descriptor.size > maxConfigBytes) throw new Error(`The configuration of ${image.text} has ${descriptor.size} bytes.`)
  const { config, rootfs } = ImageConfig.parse(await readJson(client, image, descriptor, download))
  if (rootfs.diff_ids.length !== layers.length)
    throw new Error(`${image.text} has ${layers.length} layers and ${rootfs.diff_ids.length} digests for them.`)
  return { digest, config, layers: layers.map((layer, i) => ({ ...layer, diffId: rootfs.diff_ids[i] as string })) }
}

function choose({ manifests }: z.infer<typeof Index>, image: ImageReference): string {
  const wanted = { x64: 'amd64', arm64: 'arm64', arm: 'arm' }[process.arch as string] ?? process.arch
  const found = manifests.find(({ platform }) => platform?.os === 'linux' && platform.architecture === wanted)
  if (found !== undefined) return found.digest
  const offered = manifests.map(({ platform }) => `${platform?.os}/${platform?.architecture}`).join(', ')
  throw new Error(`${image.text} is not made for linux/${wanted}; it is for ${offered || 'nothing'}.`)
}

async function readJson(client: RegistryClient, image: ImageReference, descriptor: z.infer<typeof BlobDescriptor>, download: string) {
  try {
    await client.blob(image, descriptor, download)
    return JSON.parse(readFileSync(download, 'utf8')) as unknown
  } finally {
    rmSync(download, { force: true })
  }
}
