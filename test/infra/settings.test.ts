import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { loadConfig, settingSchemas } from '../../shared/config.ts'

const main = readFileSync('infra/main.bicep', 'utf8')
const block = /settings: \{\n([\s\S]*?)\n {4}\}/.exec(main)![1]!
const given = [...block.matchAll(/^ +(\w+): (.*)$/gm)].map(([, name, value]) => ({ name: name!, value: value! }))

/** Settings of the host and of the triggers' connections, which the app itself does not read. */
const hostsOwn = /^AzureWebJobsStorage__|__(credential|clientId)$|^AzureFunctionsJobHost__|^DURABLE_TASK_SCHEDULER_/

describe('the settings that the templates give', () => {
  it('are all known to the app or to the host', () => {
    const unknown = given.map(({ name }) => name).filter((name) => !(name in settingSchemas) && !hostsOwn.test(name))
    assert.deepEqual(unknown, [])
  })

  it('are enough for the app to start', () => {
    const id = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g/providers/Microsoft.X/things/t'
    const sample = (name: string) => {
      if (name.endsWith('_ID') && name !== 'AUTH_TENANT_ID') return id
      if (/Uri$|_URL$|ENDPOINT$/.test(name)) return 'https://example.com'
      if (name === 'HUB_MESSAGES_PER_DAY') return '400000'
      if (name === 'EMAIL_FROM') return 'alerts@example.com'
      if (name === 'PUSH_CONTACT') return 'mailto:operators@example.com'
      if (name === 'PUSH_PUBLIC_KEY') return 'B'.repeat(87)
      if (name === 'PUSH_PRIVATE_KEY') return 'k'.repeat(43)
      return name === 'VIDEO_ENGINE' ? 'node-av' : 'value'
    }
    const environment = Object.fromEntries(given.map(({ name }) => [name, sample(name)]))
    // Set by the platform once its sign-in is on, as the template says.
    assert.doesNotThrow(() => loadConfig({ ...environment, WEBSITE_AUTH_ENABLED: 'True' }))
  })

  it('hold no connection string and no key', () => {
    for (const { name, value } of given) {
      assert.doesNotMatch(name, /^(STORAGE_CONNECTION|IotHubEvents|IOT_HUB_CONNECTION|COMMUNICATION_CONNECTION|CACHE_CONNECTION)$/)
      if (name === 'MODEL_SIGNING_KEY' || name === 'PUSH_PRIVATE_KEY') assert.match(value, /^'@Microsoft\.KeyVault\(/)
    }
  })

  it('have outputs of the same names', () => {
    const outputs = [...main.matchAll(/^output (\w+) /gm)].map(([, name]) => name!)
    const ours = outputs.filter((name) => !/^(AZURE_|DPS_)/.test(name))
    assert.ok(ours.length > 5)
    for (const name of ours) assert.ok(name in settingSchemas, `${name} is no setting`)
  })
})

describe('the parameters', () => {
  const declared = [...main.matchAll(/^param (\w+) \w+( = )?/gm)].map(([, name, hasDefault]) => ({ name: name!, isNeeded: !hasDefault }))

  it('of main.bicepparam are those that are declared, and all that are needed', () => {
    const set = [...readFileSync('infra/main.bicepparam', 'utf8').matchAll(/^param (\w+) =/gm)].map(([, name]) => name!)
    for (const name of set)
      assert.ok(
        declared.some((one) => one.name === name),
        `${name} is not declared`,
      )
    for (const { name, isNeeded } of declared) assert.ok(!isNeeded || set.includes(name), `${name} is missing`)
  })
})

describe('azure.yaml', () => {
  it('names programs that are there', () => {
    const { services, hooks } = parse(readFileSync('azure.yaml', 'utf8'))
    assert.equal(services.app.host, 'function')
    for (const { posix } of Object.values<{ posix: { run: string } }>(hooks))
      if (posix.run.startsWith('infra/')) assert.ok(existsSync(posix.run), posix.run)
  })

  it('triggers that are always ready are functions of the app', () => {
    const registrations = readFileSync('functions/index.ts', 'utf8')
    for (const [, name] of readFileSync('infra/modules/app.bicep', 'utf8').matchAll(/'function:([\w-]+)'/g))
      assert.ok(registrations.includes(`'${name}'`), name)
    assert.ok(registrations.includes("app.eventGrid('run-changed'"))
  })
})
