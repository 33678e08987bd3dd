import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findTakenPort, planPorts } from '../../../local/console/ports.ts'
import { whyNotHere } from '../../../local/console/refuse-production.ts'

const program = fileURLToPath(new URL('../../../local/main.ts', import.meta.url))

test('the laptop mode starts neither in production nor on a host in the cloud', () => {
  assert.equal(whyNotHere({}), undefined)
  assert.equal(whyNotHere({ NODE_ENV: 'development' }), undefined)
  assert.match(whyNotHere({ NODE_ENV: 'production' })!, /NODE_ENV/)
  for (const name of ['WEBSITE_INSTANCE_ID', 'WEBSITE_SITE_NAME', 'CONTAINER_APP_NAME', 'KUBERNETES_SERVICE_HOST']) {
    assert.match(whyNotHere({ [name]: 'x' })!, new RegExp(name))
  }
})

test('what refuses leaves nothing behind and says so by its exit code', () => {
  const data = join(tmpdir(), `never-made-${process.pid}`)
  const result = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, '--data', data], {
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  })
  assert.equal(result.status, 1)
  assert.match(result.stderr, /not for production/)
  assert.equal(existsSync(data), false)
})

test('a taken port is named in one sentence with its service and the flag that helps', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as { port: number }
    assert.match((await findTakenPort(planPorts(port)))!, new RegExp(`Port ${port} \\(review API\\) is taken by another program.*--port N`))
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})
