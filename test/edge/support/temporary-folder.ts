import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

const remove = (folder: string) => rmSync(folder, { recursive: true, force: true })

/**
 * An empty folder that is gone after the test. What runs after a test runs in the order in which it was asked for: a camera that
 * still writes keeps its folder, which goes at the end of the file then; a failure here would keep the camera from being closed.
 */
export function temporaryFolder(test: Pick<TestContext, 'after'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sightloop-edge-'))
  test.after(() => {
    try {
      remove(folder)
    } catch {
      process.once('exit', () => remove(folder))
    }
  })
  return folder
}
