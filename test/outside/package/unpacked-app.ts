import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzip } from '../../harness/unzip.ts'

export interface UnpackedApp {
  readonly folder: string
  readonly files: readonly string[]
  remove(): void
}

/** The file that goes to Azure (`APP_ZIP`, made by tools/test-outside.ts), alone in a folder that was empty and has nothing above it. */
export async function unpackApp(): Promise<UnpackedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'app-'))
  const files = await unzip(readFileSync(process.env['APP_ZIP']!))
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return { folder, files: [...files.keys()], remove: () => rmSync(folder, { recursive: true, force: true }) }
}
