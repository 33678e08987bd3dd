import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { isDigest } from './names.ts'
import { listFolder, readText, removeFile, writeWhole } from './whole-files.ts'

/** What a list of manifests says of one. */
export interface ManifestEntry {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly artifactType?: string
  readonly annotations?: Readonly<Record<string, string>>
}

/** What a repository has. Bytes lie elsewhere (content.ts); here are names only, a small file each. */
export interface Repositories {
  /** In the order of their letters. */
  names(): Promise<string[]>
  exists(name: string): boolean
  uploadsFolder(name: string): string
  hasBlob(name: string, digest: string): boolean
  addBlob(name: string, digest: string): Promise<void>
  removeBlob(name: string, digest: string): Promise<void>
  /** By tag or digest. */
  findManifest(name: string, reference: string): Promise<ManifestEntry | undefined>
  addManifest(name: string, entry: ManifestEntry, subject: string | undefined): Promise<void>
  /** With its tags. What refers to it stays. */
  removeManifest(name: string, entry: ManifestEntry, subject: string | undefined): Promise<void>
  tags(name: string): Promise<string[]>
  setTag(name: string, tag: string, digest: string): Promise<void>
  removeTag(name: string, tag: string): Promise<void>
  referrers(name: string, subject: string): Promise<ManifestEntry[]>
}

export function openRepositories(folder: string, scratch: string): Repositories {
  // Parts of a name never begin with _, so what is ours in the folder of a repository does.
  const of = (name: string, ...path: string[]) => join(folder, ...name.split('/'), ...path)
  const blob = (name: string, digest: string) => of(name, '_blobs', hexOf(digest))
  const manifest = (name: string, digest: string) => of(name, '_manifests', hexOf(digest))
  const tagFile = (name: string, tag: string) => of(name, '_tags', fileOfTag(tag))
  const referrer = (name: string, subject: string, digest: string) => of(name, '_referrers', hexOf(subject), hexOf(digest))
  const write = (path: string, text: string) => writeWhole(path, text, scratch)

  async function tags(name: string): Promise<string[]> {
    const files = await listFolder(of(name, '_tags'))
    return files.map(tagOfFile).sort(byLetters)
  }

  async function entry(path: string): Promise<ManifestEntry | undefined> {
    const text = await readText(path)
    return text === undefined ? undefined : (JSON.parse(text) as ManifestEntry)
  }

  return {
    names: async () => {
      if (!existsSync(folder)) return []
      const found = await readdir(folder, { recursive: true, withFileTypes: true })
      const own = found.filter((file) => file.isDirectory() && (file.name === '_blobs' || file.name === '_manifests'))
      return [...new Set(own.map(({ parentPath }) => relative(folder, parentPath).split(sep).join('/')))].sort(byLetters)
    },
    exists: (name) => existsSync(of(name, '_blobs')) || existsSync(of(name, '_manifests')),
    uploadsFolder: (name) => of(name, '_uploads'),
    hasBlob: (name, digest) => existsSync(blob(name, digest)),
    addBlob: (name, digest) => (existsSync(blob(name, digest)) ? Promise.resolve() : write(blob(name, digest), '')),
    removeBlob: (name, digest) => removeFile(blob(name, digest)),
    findManifest: async (name, reference) => {
      const digest = isDigest(reference) ? reference : await readText(tagFile(name, reference))
      return digest === undefined ? undefined : entry(manifest(name, digest))
    },
    addManifest: async (name, added, subject) => {
      await write(manifest(name, added.digest), JSON.stringify(added))
      if (subject !== undefined) await write(referrer(name, subject, added.digest), JSON.stringify(added))
    },
    removeManifest: async (name, { digest }, subject) => {
      for (const tag of await tags(name)) if ((await readText(tagFile(name, tag))) === digest) await removeFile(tagFile(name, tag))
      if (subject !== undefined) await removeFile(referrer(name, subject, digest))
      await removeFile(manifest(name, digest))
    },
    tags,
    setTag: (name, tag, digest) => write(tagFile(name, tag), digest),
    removeTag: (name, tag) => removeFile(tagFile(name, tag)),
    referrers: async (name, subject) => {
      const files = (await listFolder(of(name, '_referrers', hexOf(subject)))).sort(byLetters)
      const entries = await Promise.all(files.map((file) => entry(referrer(name, subject, `sha256:${file}`))))
      return entries.filter((found) => found !== undefined)
    },
  }
}

const hexOf = (digest: string) => digest.slice('sha256:'.length)
const byLetters = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

// Tags differ by case, and the file systems of some laptops do not.
const fileOfTag = (tag: string) => tag.replace(/[A-Z]/g, (letter) => `+${letter.toLowerCase()}`)
const tagOfFile = (file: string) => file.replace(/\+([a-z])/g, (_, letter: string) => letter.toUpperCase())
