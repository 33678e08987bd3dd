import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type ImageReference, parseImageReference } from './image-reference.ts'
import { joinLayers } from './join-layers.ts'
import { type ImageConfig, readImage } from './read-image.ts'
import { createRegistryClient } from './registry-client.ts'
import { unpackLayer } from './unpack-layer.ts'
import { writeWhole } from './write-whole.ts'

/** An image that is here as a whole, with all its digests checked. */
export interface StoredImage {
  readonly digest: string
  readonly rootFolder: string
  readonly config: ImageConfig['config']
}

export type RegistryLogin = { readonly username: string; readonly password: string; readonly address: string }

export interface ImageStore {
  /** Without asking anybody. */
  find(image: string): StoredImage | undefined
  /** Brings what is missing. @throws Error that says what was wrong; what was brought so far is kept */
  pull(image: string, credentials: readonly RegistryLogin[], signal: AbortSignal): Promise<StoredImage>
  /** Removes what none of these images needs. */
  keepOnly(images: readonly string[]): void
}

interface Note {
  readonly digest: string
  readonly layers: readonly string[]
  readonly config: ImageConfig['config']
}

/**
 * Images on this machine's disk: `layers/` by the digest of what is in them, shared; `images/` by their digest, made of
 * links to the layers; `references/` says which image a name of a deployment means here. Whatever is under its final name
 * is whole: all of it is made elsewhere and renamed.
 */
export function openImageStore(folder: string): ImageStore {
  const at = (...names: string[]) => join(folder, ...names)
  const unfinished = at('unfinished')
  // Of a runtime that was killed.
  rmSync(unfinished, { recursive: true, force: true })
  for (const name of ['layers', 'images', 'references', 'unfinished']) mkdirSync(at(name), { recursive: true })
  const hex = (digest: string) => digest.slice('sha256:'.length)
  const referenceFile = (image: string) => at('references', `${createHash('sha256').update(image).digest('hex')}.json`)
  const newName = () => join(unfinished, randomBytes(8).toString('hex'))

  const noteOf = (image: string): Note | undefined => {
    const reference = referenceFile(image)
    if (!existsSync(reference)) return undefined
    const { digest } = JSON.parse(readFileSync(reference, 'utf8')) as { digest: string }
    const note = at('images', hex(digest), 'image.json')
    return existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as Note) : undefined
  }
  const find = (image: string): StoredImage | undefined => {
    const note = noteOf(image)
    return note && { digest: note.digest, config: note.config, rootFolder: at('images', hex(note.digest), 'root') }
  }

  const pullLayer = async (client: ReturnType<typeof createRegistryClient>, image: ImageReference, layer: Layer) => {
    const target = at('layers', hex(layer.diffId))
    if (existsSync(target)) return
    const [download, unpacked] = [newName(), newName()]
    mkdirSync(unpacked)
    try {
      await client.blob(image, layer, download)
      await unpackLayer(download, layer.mediaType, layer.diffId, unpacked)
      renameSync(unpacked, target)
    } finally {
      for (const rest of [download, unpacked]) rmSync(rest, { recursive: true, force: true })
    }
  }
  const makeImage = (note: Note) => {
    const target = at('images', hex(note.digest))
    if (existsSync(target)) return
    const making = newName()
    joinLayers(
      note.layers.map((diffId) => at('layers', hex(diffId))),
      join(making, 'root'),
    )
    writeWhole(join(making, 'image.json'), JSON.stringify(note))
    renameSync(making, target)
  }

  return {
    find,
    pull: async (text, credentials, signal) => {
      const image = parseImageReference(text)
      const client = createRegistryClient({ credentials, signal })
      const { digest, layers, config } = await readImage(client, image, newName())
      for (const layer of layers) await pullLayer(client, image, layer)
      makeImage({ digest, layers: layers.map(({ diffId }) => diffId), config })
      writeWhole(referenceFile(text), JSON.stringify({ image: text, digest }))
      return find(text) as StoredImage
    },
    keepOnly: (images) => {
      const notes = images.map(noteOf).filter((note) => note !== undefined)
      const kept = {
        references: images.map(referenceFile),
        images: notes.map(({ digest }) => at('images', hex(digest))),
        layers: notes.flatMap(({ layers }) => layers.map((diffId) => at('layers', hex(diffId)))),
      }
      for (const [kind, paths] of Object.entries(kept)) {
        const old = readdirSync(at(kind)).map((name) => at(kind, name))
        for (const path of old.filter((one) => !paths.includes(one))) rmSync(path, { recursive: true, force: true })
      }
    },
  }
}

type Layer = Awaited<ReturnType<typeof readImage>>['layers'][number]
