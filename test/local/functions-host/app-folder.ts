import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export interface Cleanup {
  after(run: () => unknown): void
}

/** Makes a function app out of texts by file name, in a folder that goes when the test ends. host.json may be left out. */
export function appFolder(t: Cleanup, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'function-app-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
  const defaults = { 'host.json': '{"version":"2.0"}', 'package.json': '{"type":"module","main":"app.js"}' }
  for (const [name, text] of Object.entries({ ...defaults, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
