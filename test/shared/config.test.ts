import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { loadConfig } from '../../shared/config.ts'
import { Fault } from '../../shared/domain/faults.ts'

const example: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../local.settings.example.json', import.meta.url), 'utf8'),
).Values

function problemsOf(env: Record<string, string>): string {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof Fault && error.code === 'setting-invalid') return error.detail ?? ''
    throw error
  }
  return ''
}

describe('settings', () => {
  test('of the example are complete', () => {
    const config = loadConfig(example)
    assert.deepEqual(config.storage, { connectionString: 'UseDevelopmentStorage=true' })
    assert.equal(config.publicOrigin, 'http://127.0.0.1:7071')
    assert.deepEqual(config.alerts.emailQuota, { perMinute: 5, perHour: 10 })
  })

  test('that are wrong are all named at once, and no value is repeated', () => {
    const problems = problemsOf({
      ...example,
      EMAIL_FROM: 'secret-nobody',
      PUBLIC_URL: 'http://public.example.com',
      EMAIL_PER_HOUR: 'secret-many',
      SMS_FROM: '',
    })
    for (const name of ['EMAIL_FROM', 'PUBLIC_URL', 'EMAIL_PER_HOUR', 'SMS_FROM']) assert.ok(problems.includes(name), name)
    assert.ok(!problems.includes('secret'))
  })

  test('that are missing altogether are named, the ways to set them included', () => {
    const problems = problemsOf({})
    for (const name of ['IOT_HUB_EVENT_HUB', 'SMS_FROM', 'PUBLIC_URL', 'AUTH_TENANT_ID', 'WEBSITE_AUTH_ENABLED'])
      assert.ok(problems.includes(name), name)
    const connections = ['STORAGE_CONNECTION', 'IotHubEvents', 'IOT_HUB_CONNECTION', 'COMMUNICATION_CONNECTION']
    const ways = problemsOf(Object.fromEntries(Object.entries(example).filter(([name]) => !connections.includes(name))))
    for (const name of ['STORAGE_CONNECTION', 'IotHubEvents__fullyQualifiedNamespace', 'IOT_HUB_HOST_NAME', 'COMMUNICATION_ENDPOINT'])
      assert.ok(ways.includes(name), name)
  })

  test('of alerts to browsers come together or not at all', () => {
    const contact = 'mailto:operators@example.com'
    const all = { PUSH_PUBLIC_KEY: 'B'.repeat(87), PUSH_PRIVATE_KEY: 'k'.repeat(43), PUSH_CONTACT: contact }
    assert.equal(loadConfig(example).push, undefined)
    assert.deepEqual(loadConfig({ ...example, ...all }).push, { publicKey: all.PUSH_PUBLIC_KEY, privateKey: all.PUSH_PRIVATE_KEY, contact })
    assert.match(problemsOf({ ...example, ...all, PUSH_CONTACT: '' }), /PUSH_PUBLIC_KEY, PUSH_PRIVATE_KEY, PUSH_CONTACT: all or none/)
    assert.match(problemsOf({ ...example, ...all, PUSH_PRIVATE_KEY: 'short' }), /PUSH_PRIVATE_KEY/)
  })

  test('without keys use the identity of the app', () => {
    const config = loadConfig({
      ...example,
      STORAGE_CONNECTION: '',
      STORAGE_CONNECTION__tableServiceUri: 'https://plant.table.core.windows.net',
      STORAGE_CONNECTION__blobServiceUri: 'https://plant.blob.core.windows.net',
      STORAGE_CONNECTION__queueServiceUri: 'https://plant.queue.core.windows.net',
      IOT_HUB_CONNECTION: '',
      IOT_HUB_HOST_NAME: 'plant.azure-devices.net',
    })
    assert.deepEqual(config.iotHub, { hostName: 'plant.azure-devices.net' })
    assert.ok('tableUrl' in config.storage)
  })

  test('without the platform asking who people are refuse to start', () => {
    for (const value of ['', 'False', 'true ', '1'])
      assert.ok(problemsOf({ ...example, WEBSITE_AUTH_ENABLED: value }).includes('WEBSITE_AUTH_ENABLED'), value)
  })
})
