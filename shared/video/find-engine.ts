import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

/** Whether the package node-av and its binary for this platform are installed; nothing is loaded into this process. */
export function hasNodeAv(): boolean {
  const platform = `@seydx/node-av-${process.platform}-${process.arch}`
  const names = process.platform === 'win32' ? [`${platform}-msvc`, `${platform}-mingw`] : [platform]
  try {
    const resolve = createRequire(import.meta.resolve('node-av')).resolve
    return names.some((name) => isResolved(() => resolve(`${name}/node-av.node`)))
  } catch {
    return false
  }
}

/** The first `ffmpeg` on the PATH. */
export function findFfmpeg(): string | undefined {
  const file = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg'
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, file)).find((path) => isResolved(() => accessSync(path, constants.X_OK)))
}

function isResolved(look: () => unknown): boolean {
  try {
    look()
    return true
  } catch {
    return false
  }
}
