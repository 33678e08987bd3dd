import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the build of ui/ lies, seen from here: the same way from the source and from what is deployed (tools/build.ts). */
export const uiFolder = fileURLToPath(new URL('../../ui/dist/', import.meta.url))

export interface UiFile {
  readonly contentType: string
  /** Its name holds a hash of its content: it never changes. */
  readonly isFixed: boolean
  readonly bytes: Readonly<Record<Encoding, Uint8Array | undefined>>
}

export type Encoding = 'br' | 'gzip' | 'identity'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

/**
 * The files of the pages, by their path without a slash in front. They are read once: a few hundred kilobytes.
 * Only what is listed here can be asked for, so no path leads out of the folder.
 */
export function readUiFiles(folder: string): ReadonlyMap<string, UiFile> {
  const files = new Map<string, UiFile>()
  if (!existsSync(folder)) return files
  const read = (path: string) => (existsSync(path) ? readFileSync(path) : undefined)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const contentType = contentTypes[extname(name)]
    if (contentType === undefined) continue
    const path = join(folder, name)
    const bytes = { identity: readFileSync(path), br: read(`${path}.br`), gzip: read(`${path}.gz`) }
    files.set(name.replaceAll('\\', '/'), { contentType, isFixed: name.startsWith('assets'), bytes })
  }
  return files
}
