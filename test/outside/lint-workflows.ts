import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'

// From 1.7.8 on it knows anchors, which GitHub has since 2025.
const actionlint = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'

/** The workflows, read by the linter that people use for them; it is a Go module, so this needs a Go toolchain, and says so where there is none. */
export function lintWorkflows(folder: string): { readonly passed: number; readonly failed: number } {
  console.log('── the workflows')
  const env = {
    ...process.env,
    GOBIN: join(folder, 'bin'),
    GOPATH: join(folder, 'go'),
    GOCACHE: join(folder, 'cache'),
    GOFLAGS: '-modcacherw',
  }
  const installed = spawnSync('go', ['install', actionlint], { env, encoding: 'utf8' })
  if (installed.status !== 0) {
    console.log(`NOT RUN: actionlint cannot be installed on this machine. ${(installed.stderr ?? String(installed.error)).slice(-300)}`)
    return { passed: 0, failed: 0 }
  }
  const { status, stdout, stderr } = spawnSync(join(folder, 'bin/actionlint'), ['-no-color', ...globSync('.github/workflows/*.yml')], {
    encoding: 'utf8',
  })
  if (status !== 0) console.log(stdout + stderr)
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}
