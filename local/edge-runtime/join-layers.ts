import { copyFileSync, type Dirent, linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

const whiteout = '.wh.'
const opaque = '.wh..wh..opq'

/**
 * Puts unpacked layers over each other, the lowest first, by links to their files: an image takes hardly any room of its own.
 * https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
 */
export function joinLayers(layers: readonly string[], folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const layer of layers) joinFolder(layer, folder)
}

function joinFolder(from: string, to: string): void {
  const entries = readdirSync(from, { withFileTypes: true })
  // First what goes: a layer may remove a file of the ones below and bring another of that name.
  for (const { name } of entries.filter((entry) => entry.name.startsWith(whiteout))) {
    const gone = name === opaque ? readdirSync(to) : [name.slice(whiteout.length)].filter((one) => one !== '' && !/^\.\.?$/.test(one))
    for (const one of gone) rmSync(join(to, one), { recursive: true, force: true })
  }
  for (const entry of entries.filter(({ name }) => !name.startsWith(whiteout)))
    joinEntry(entry, join(from, entry.name), join(to, entry.name))
}

function joinEntry(entry: Dirent, source: string, target: string): void {
  const present = lstatSync(target, { throwIfNoEntry: false })
  const isFolder = entry.isDirectory()
  if (present !== undefined && !(isFolder && present.isDirectory())) rmSync(target, { recursive: true, force: true })
  if (isFolder) {
    mkdirSync(target, { recursive: true })
    joinFolder(source, target)
  } else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
  else linkOrCopy(source, target)
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch {
    // Some file systems know no links, or only so many to one file.
    copyFileSync(source, target)
  }
}
