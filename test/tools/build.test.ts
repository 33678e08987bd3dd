import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { routes } from '../../functions/review/routes/index.ts'
import { startHostProcess } from '../local/functions-host/host-process.ts'
import { appSettings } from '../outside/package/app-settings.ts'

test('the build is a function app by itself: a host loads it, and it knows nothing of the laptop', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'build-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const built = spawnSync(process.execPath, ['tools/build.ts', folder], { encoding: 'utf8' })
  assert.equal(built.status, 0, built.stdout + built.stderr)
  assert.deepEqual(
    ['local', 'test', 'tools', 'bench'].filter((name) => existsSync(join(folder, name))),
    [],
  )
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  assert.equal(manifest.main, 'functions/index.js')
  // Splitting video starts a program of its own, by its name and not by an import.
  assert.ok(existsSync(join(folder, 'shared/video/split-process.js')))
  assert.ok('node-av' in manifest.optionalDependencies && 'durable-functions' in manifest.dependencies)
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')

  const host = await startHostProcess(t, folder, appSettings)
  const document = (await (await fetch(`${host.url}/api/openapi.json`)).json()) as { paths: object }
  assert.equal(Object.keys(document.paths).length, new Set(routes.map(({ path }) => path)).size)
})

test('the app does not start with a wrong setting, and says which', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['functions/index.ts'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...appSettings, WEBSITE_AUTH_ENABLED: 'False', PUBLIC_URL: 'http://sightloop.example.com' },
  })
  assert.notEqual(status, 0)
  assert.match(stderr + stdout, /PUBLIC_URL: must be https.*WEBSITE_AUTH_ENABLED/s)
  assert.ok(!(stderr + stdout).includes('a2V5'))
})
