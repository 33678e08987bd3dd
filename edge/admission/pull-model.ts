import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { crashPoint } from '../../shared/crash-point.ts'
import { Fault } from '../../shared/domain/faults.ts'
import { modelFiles } from '../../shared/domain/model-package.ts'
import { artifactTypes, mediaTypes, titleAnnotation } from '../../shared/domain/oci-image.ts'
import { mostBytes } from './model-folder.ts'
import type { RegistryAccess } from './registry-access.ts'

const mostManifestBytes = 256 * 1024
/** A connection over which nothing comes for so long is dead. */
const idleMs = 30_000

const Manifest = z.object({
  artifactType: z.literal(artifactTypes.model),
  layers: z
    .array(
      z.object({
        digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
        size: z.int().nonnegative(),
        annotations: z.object({ [titleAnnotation]: z.enum(Object.values(modelFiles)) }),
      }),
    )
    .max(Object.keys(modelFiles).length),
})
type Layer = z.infer<typeof Manifest>['layers'][number]

/**
 * Fetches a model's artefact into a folder, one file a layer, each held against its digest. What an earlier attempt left
 * there is gone on with. @throws Fault `registry-unavailable` (try again), `model-invalid` (never will be a model)
 */
export async function pullModel(access: RegistryAccess, reference: string, folder: string, signal: AbortSignal): Promise<void> {
  const [, host, repository, digest] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(reference) ?? []
  if (host !== access.host) throw new Fault('model-invalid', `It lies in ${host}; this device takes models from ${access.host} only.`)
  const { layers } = await readManifest(access, `${repository}/manifests/${digest}`, String(digest), signal)
  const names = layers.map(({ annotations }) => annotations[titleAnnotation])
  if (new Set(names).size < names.length) throw new Fault('model-invalid', 'Two layers of the artefact have the same name.')
  for (const layer of layers) await fetchLayer(access, `${repository}/blobs/${layer.digest}`, layer, folder, signal)
  crashPoint('model-pulled')
}

async function readManifest(access: RegistryAccess, path: string, digest: string, signal: AbortSignal): Promise<z.infer<typeof Manifest>> {
  const chunks: Uint8Array[] = []
  await receive(access, path, { accept: mediaTypes.manifest }, signal, async (chunk) => {
    chunks.push(chunk)
    if (chunks.reduce((sum, { byteLength }) => sum + byteLength, 0) > mostManifestBytes)
      throw new Fault('model-invalid', `The artefact's manifest has more than ${mostManifestBytes} bytes.`)
  })
  const bytes = Buffer.concat(chunks)
  if (`sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest)
    throw new Fault('registry-unavailable', `${access.host} answered another manifest than ${digest}.`)
  try {
    return Manifest.parse(JSON.parse(bytes.toString('utf8')))
  } catch (cause) {
    throw new Fault('model-invalid', `The artefact is no model: ${cause instanceof z.ZodError ? z.prettifyError(cause) : 'no JSON'}`)
  }
}

async function fetchLayer(access: RegistryAccess, path: string, layer: Layer, folder: string, signal: AbortSignal): Promise<void> {
  const name = layer.annotations[titleAnnotation]
  const most = mostBytes[name] ?? 0
  if (layer.size > most) throw new Fault('model-invalid', `${name} has ${layer.size} bytes; ${most} are allowed.`)
  const file = join(folder, name)
  const there = (await stat(file).catch(() => undefined))?.size ?? 0
  if (there < layer.size) await fetchRest(access, path, layer, file, there, signal)
  if ((await hashFile(file)) === layer.digest) return
  // Bytes that are wrong are no start for another attempt.
  await rm(file, { force: true })
  throw new Fault('registry-unavailable', `${name} did not arrive whole from ${access.host}.`)
}

async function fetchRest(
  access: RegistryAccess,
  path: string,
  layer: Layer,
  file: string,
  there: number,
  signal: AbortSignal,
): Promise<void> {
  const handle = await open(file, there > 0 ? 'r+' : 'w')
  try {
    let position = there
    const headers: Record<string, string> = there > 0 ? { range: `bytes=${there}-` } : {}
    const begin = (status: number) => {
      // Whoever does not know ranges begins anew.
      if (status === 200) position = 0
    }
    await receive(
      access,
      path,
      headers,
      signal,
      async (chunk) => {
        if (position + chunk.byteLength > layer.size) throw new Fault('registry-unavailable', `${access.host} sends more than was told.`)
        await handle.write(chunk, 0, chunk.byteLength, position)
        position += chunk.byteLength
        crashPoint('model-part-arrived')
      },
      begin,
    )
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Hands over the body in pieces. A connection that breaks or falls silent is `registry-unavailable`. */
async function receive(
  access: RegistryAccess,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  take: (chunk: Uint8Array) => Promise<void>,
  begin: (status: number) => void = () => {},
): Promise<void> {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), idleMs)
  try {
    const answer = await access.get(path, headers, AbortSignal.any([signal, silence.signal]))
    begin(answer.status)
    for await (const chunk of answer.body ?? []) {
      timer.refresh()
      await take(chunk)
    }
  } catch (cause) {
    // What the disk says is told as it is.
    if (cause instanceof Fault || (cause instanceof Error && 'syscall' in cause)) throw cause
    throw new Fault('registry-unavailable', `The connection to ${access.host} broke off.`, { cause })
  } finally {
    clearTimeout(timer)
    silence.abort()
  }
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  const found = await stat(file).catch(() => undefined)
  if (found !== undefined) for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return `sha256:${hash.digest('hex')}`
}
