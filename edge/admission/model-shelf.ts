import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { copyFile, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { crashPoint } from '../../shared/crash-point.ts'
import { Sha256 } from '../../shared/domain/ids.ts'
import { ModelReference } from '../../shared/domain/messages.ts'
import { hashModelFiles, packageName } from './model-folder.ts'

const ShelfEntry = z.object({
  /** Of all its files; the name of its folder. */
  package: Sha256,
  model: ModelReference,
  /** Where it came from, if not from the image. */
  reference: z.string().optional(),
  /** By which keys and which code it was judged: others judge again. */
  judgedBy: Sha256,
})
export type ShelfEntry = z.infer<typeof ShelfEntry>

const Shelf = z.object({
  /** What works now, and would again after a restart. Null: nothing should. */
  inForce: Sha256.nullable(),
  /** Newest first. */
  kept: z.array(ShelfEntry),
})

/** Models that were found good, as copies of our own: the image may bring a bad one, and the network may be away. */
export interface ModelShelf {
  readonly inForce: ShelfEntry | undefined
  readonly kept: readonly ShelfEntry[]
  folderOf(entry: ShelfEntry): string
  /** Whether the copy is still, byte for byte, what was judged. */
  isWhole(entry: ShelfEntry): Promise<boolean>
  /** A folder for files that are still arriving; the same name is the same folder, also after a restart. */
  arriving(name: string): string
  /** Copies a model into a folder that `admit` or `discard` takes. */
  stage(folder: string, names: readonly string[]): Promise<string>
  discard(folder: string): void
  /** From now on this one works. The copy and the note of it survive a power cut together, or neither does. */
  admit(folder: string, entry: ShelfEntry): void
  /** One that is on the shelf, or none at all. */
  use(entry: ShelfEntry | undefined): void
}

// The one that works, and the one before it: bytes on a disk can go bad.
const keptModels = 2
const pointer = 'in-force.json'

export function openModelShelf(root: string): ModelShelf {
  let state = readPointer(join(root, pointer))
  let arriving: string | undefined

  function write(next: z.infer<typeof Shelf>): void {
    mkdirSync(root, { recursive: true })
    const file = join(root, pointer)
    const handle = openSync(`${file}.part`, 'w', 0o600)
    try {
      writeSync(handle, JSON.stringify(next))
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(`${file}.part`, file)
    syncFolder(root)
    state = next
    crashPoint('model-admitted')
    sweep()
  }

  /** What a crash, an earlier model or an earlier wish left. */
  function sweep(): void {
    const known = new Set<string>([pointer, ...state.kept.map((entry) => entry.package)])
    for (const name of readdirSync(root)) {
      if (!known.has(name) && name !== arriving) rmSync(join(root, name), { recursive: true, force: true })
    }
    crashPoint('model-swept')
  }

  const folderOf = (entry: ShelfEntry) => join(root, entry.package)
  return {
    get inForce() {
      return state.kept.find((entry) => entry.package === state.inForce)
    },
    get kept() {
      return state.kept
    },
    folderOf,
    isWhole: async (entry) => packageName(await hashModelFiles(folderOf(entry))) === entry.package,
    arriving(name) {
      arriving = `arriving-${name}`
      const folder = join(root, arriving)
      mkdirSync(folder, { recursive: true })
      return folder
    },
    async stage(folder, names) {
      const staged = join(root, 'staged')
      rmSync(staged, { recursive: true, force: true })
      mkdirSync(staged, { recursive: true })
      for (const name of names) {
        await copyFile(join(folder, name), join(staged, name))
        const file = await open(join(staged, name))
        await file.sync().finally(() => file.close())
      }
      crashPoint('model-staged')
      return staged
    },
    discard: (folder) => rmSync(folder, { recursive: true, force: true }),
    admit(folder, entry) {
      // Left by a crash before the note, or damaged since.
      rmSync(folderOf(entry), { recursive: true, force: true })
      syncFolder(folder)
      renameSync(folder, folderOf(entry))
      syncFolder(root)
      crashPoint('model-placed')
      const others = state.kept.filter((other) => other.package !== entry.package)
      write({ inForce: entry.package, kept: [entry, ...others].slice(0, keptModels) })
    },
    use(entry) {
      const others = state.kept.filter((other) => other.package !== entry?.package)
      const next = { inForce: entry?.package ?? null, kept: entry === undefined ? others : [entry, ...others] }
      if (JSON.stringify(next) !== JSON.stringify(state)) write(next)
    },
  }
}

function readPointer(file: string): z.infer<typeof Shelf> {
  try {
    return Shelf.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Never written, or damaged: then the image's model is judged anew.
    return { inForce: null, kept: [] }
  }
}

/** A name in a folder survives a power cut only when the folder itself is on disk. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
