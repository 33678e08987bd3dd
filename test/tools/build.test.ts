import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { routes } from '../../functions/review/routes/index.ts'
import { laptopTenant } from '../../local/sign-in/people.ts'
import { startHostProcess } from '../local/functions-host/host-process.ts'

// Nothing stands behind these addresses: what would reach for them is switched off.
const settings = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  STORAGE_CONNECTION: 'UseDevelopmentStorage=true',
  IotHubEvents: 'Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=a2V5;UseDevelopmentEmulator=true',
  IOT_HUB_EVENT_HUB: 'hub',
  IOT_HUB_CONNECTION: 'HostName=hub.example.com;SharedAccessKeyName=service;SharedAccessKey=a2V5',
  COMMUNICATION_CONNECTION: 'endpoint=https://communication.example.com/;accesskey=a2V5',
  SMS_FROM: '+15005550006',
  EMAIL_FROM: 'alerts@example.com',
  PUBLIC_URL: 'https://sightloop.example.com',
  AUTH_TENANT_ID: laptopTenant,
  WEBSITE_AUTH_ENABLED: 'True',
}

test('the build is a function app by itself: a host loads it, and it knows nothing of the laptop', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'build-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const built = spawnSync(process.execPath, ['tools/build.ts', folder], { encoding: 'utf8' })
  assert.equal(built.status, 0, built.stdout + built.stderr)
  assert.deepEqual(
    ['local', 'test', 'tools', 'bench'].filter((name) => existsSync(join(folder, name))),
    [],
  )
  assert.equal(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).main, 'functions/index.js')
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')

  const index = readFileSync('functions/index.ts', 'utf8')
  const waiting = [...index.matchAll(/app\.(?:eventHub|storageQueue|timer)\('([^']+)'/g)].map(([, name]) => name!)
  const disabled = Object.fromEntries(waiting.map((name) => [`AzureWebJobs.${name}.Disabled`, 'true']))
  const host = await startHostProcess(t, folder, { ...settings, ...disabled })
  const document = (await (await fetch(`${host.url}/api/openapi.json`)).json()) as { paths: object }
  assert.equal(Object.keys(document.paths).length, new Set(routes.map(({ path }) => path)).size)
})

test('the app does not start with a wrong setting, and says which', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['functions/index.ts'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...settings, WEBSITE_AUTH_ENABLED: 'False', PUBLIC_URL: 'http://sightloop.example.com' },
  })
  assert.notEqual(status, 0)
  assert.match(stderr + stdout, /PUBLIC_URL: must be https.*WEBSITE_AUTH_ENABLED/s)
  assert.ok(!(stderr + stdout).includes('a2V5'))
})
