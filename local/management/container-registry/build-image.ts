import { mediaTypes } from '../../../shared/domain/oci-image.ts'
import type { ImageRegistry } from '../../../shared/ports.ts'
import { digestOf, writeLayer } from '../../images/write-layer.ts'
import { BuildError } from './build-error.ts'
import { followDockerfile } from './follow-dockerfile.ts'
import type { ContainerConfig } from './image-draft.ts'
import { parseDockerfile } from './parse-dockerfile.ts'
import type { BuildContext } from './read-context.ts'

export interface BuildRequest {
  readonly repository: string
  readonly tag: string
  readonly dockerfile: string
  readonly platform: { readonly architecture: string; readonly os: string; readonly variant?: string | undefined }
  readonly buildArguments: Readonly<Record<string, string>>
}

interface Part {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

interface Manifest {
  readonly manifests?: readonly (Part & {
    readonly platform?: { readonly architecture: string; readonly os: string; readonly variant?: string }
  })[]
  readonly config?: Part
  readonly layers?: readonly Part[]
}

interface ImageConfig {
  readonly architecture: string
  readonly os: string
  readonly variant?: string
  readonly config?: ContainerConfig
  readonly rootfs: { readonly type: string; readonly diff_ids: readonly string[] }
  readonly history?: readonly object[]
}

/** Docker shows this as "56 years ago"; a true time would make another image of the same parts. */
const noTime = '1970-01-01T00:00:00.000Z'
const maxConfigBytes = 1024 * 1024

/**
 * Builds an image by a Dockerfile that runs nothing, and pushes it. The same base, files and arguments give the same digest.
 *
 * @param mount Makes a blob of another repository one of ours, too
 * @throws BuildError
 */
export async function buildImage(
  request: BuildRequest,
  context: BuildContext,
  registry: ImageRegistry,
  mount: (repository: string, digest: string, from: string) => Promise<void>,
  log: (line: string) => void,
): Promise<string> {
  const file = context.get(request.dockerfile)
  if (file === undefined) throw new BuildError(`The context has no ${request.dockerfile}.`)
  const instructions = parseDockerfile(Buffer.from(file).toString('utf8'))
  const { base, draft } = followDockerfile(instructions, request.buildArguments, context, log)
  log(`Step 1 : FROM ${base}`)
  const { repository: from, manifest, config } = await readBase(registry, base, request.platform)
  const { config: container, layers: added, history } = draft(config.config ?? {})

  const layers: Part[] = []
  for (const { mediaType, digest, size } of manifest.layers ?? []) {
    await mount(request.repository, digest, from)
    layers.push({ mediaType, digest, size })
  }
  const diffIds = [...config.rootfs.diff_ids]
  for (const entries of added) {
    const layer = await writeLayer(entries)
    await registry.putBlob(request.repository, layer.bytes)
    layers.push({ mediaType: mediaTypes.layer, digest: layer.digest, size: layer.bytes.length })
    diffIds.push(layer.diffId)
  }
  const image = {
    ...config,
    created: noTime,
    config: container,
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: [...(config.history ?? []), ...history.map((each) => ({ created: noTime, ...each }))],
  }
  const bytes = Buffer.from(JSON.stringify(image))
  await registry.putBlob(request.repository, bytes)
  const built = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: { mediaType: mediaTypes.config, digest: digestOf(bytes), size: bytes.length },
    layers,
  }
  const { digest } = await registry.putManifest(request.repository, built, mediaTypes.manifest, request.tag)
  log(`Pushed ${request.repository}:${request.tag} ${digest}`)
  return digest
}

async function readBase(registry: ImageRegistry, base: string, platform: BuildRequest['platform']) {
  const match = /^[^/]+\/([a-z0-9._/-]+?)(?:@(sha256:[0-9a-f]{64})|:([\w.-]+))$/.exec(base)
  const repository = match?.[1] ?? ''
  // Only one registry can be reached from here.
  if (match === null || !base.startsWith(registry.referenceOf(repository, '').replace(/@$/, '')))
    throw new BuildError(`FROM ${base} cannot be: the base must be in ${registry.referenceOf('', '').split('/')[0]}, by digest or tag.`)
  let found = await registry.manifest(repository, match[2] ?? match[3] ?? '')
  if (found === undefined) throw new BuildError(`FROM ${base}: there is no such image.`)
  const { manifests } = found.content as Manifest
  if (manifests !== undefined) {
    const part = manifests.find((each) => each.platform !== undefined && isSame(each.platform, platform))
    found = part && (await registry.manifest(repository, part.digest))
  }
  const manifest = found?.content as Manifest | undefined
  if (manifest?.config === undefined) throw new BuildError(`FROM ${base}: it is not made for ${nameOf(platform)}.`)
  const config = JSON.parse(
    Buffer.from(await registry.readBlob(repository, manifest.config.digest, maxConfigBytes)).toString('utf8'),
  ) as ImageConfig
  if (!isSame(config, platform)) throw new BuildError(`FROM ${base}: it is made for ${nameOf(config)}, not for ${nameOf(platform)}.`)
  return { repository, manifest, config }
}

/** arm64 is v8 whether somebody says so or not. */
function isSame(a: BuildRequest['platform'], b: BuildRequest['platform']): boolean {
  const variant = ({ architecture, variant: given }: BuildRequest['platform']) => given ?? (architecture === 'arm64' ? 'v8' : '')
  return a.os.toLowerCase() === b.os.toLowerCase() && a.architecture === b.architecture && variant(a) === variant(b)
}

const nameOf = ({ os, architecture, variant }: BuildRequest['platform']) =>
  [os.toLowerCase(), architecture, variant].filter(Boolean).join('/')
