import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

const files = new Map(globSync('infra/**/*.bicep').map((file) => [file, readFileSync(file, 'utf8')]))
const all = [...files.values()].join('\n')

/** Every resource that is made (not only looked up), with its text: what lies between its own line and the next brace in the first column. */
function resourcesOf(type: string): { place: string; body: string }[] {
  return [...files].flatMap(([file, text]) =>
    [...text.matchAll(new RegExp(`^resource (\\w+) '${type}@[\\w-]+' =(?! *existing)([\\s\\S]*?)^[}\\]]`, 'gm'))]
      .filter(([whole]) => !/' existing =/.test(whole.split('\n')[0]!))
      .map(([, name, body]) => ({ place: `${file} ${name}`, body: body! })),
  )
}

/** A rule holds for every resource of a type, and there must be one: else it would hold for nothing. */
function every(type: string, ...patterns: RegExp[]): void {
  const found = resourcesOf(type)
  assert.ok(found.length > 0, `there is no ${type}`)
  for (const { place, body } of found) for (const pattern of patterns) assert.match(body, pattern, place)
}

describe('the templates', () => {
  it('ask for no key and put none into an output', () => {
    assert.doesNotMatch(all, /\blistKeys\b|listAccountSas|listCredentials|primaryKey|AccountKey=|SharedAccessKey=/i)
    for (const [, value] of all.matchAll(/^output \w+ \w+ = (.*)$/gm)) assert.doesNotMatch(value!, /secret|password|sas\b/i)
  })

  it('keep storage closed to keys, to anonymous readers and to old TLS', () => {
    every(
      'Microsoft.Storage/storageAccounts',
      /allowSharedKeyAccess: false/,
      /allowBlobPublicAccess: false/,
      /minimumTlsVersion: 'TLS1_2'/,
      /supportsHttpsTrafficOnly: true/,
      /allowCrossTenantReplication: false/,
    )
    every('Microsoft.Storage/storageAccounts/blobServices/containers', /publicAccess: 'None'/)
  })

  it('switch local keys off wherever a service has them', () => {
    every('Microsoft.Devices/IotHubs', /disableLocalAuth: true/, /minTlsVersion: '1.2'/)
    every('Microsoft.EventHub/namespaces', /disableLocalAuth: true/, /minimumTlsVersion: '1.2'/)
    every('Microsoft.Communication/communicationServices', /disableLocalAuth: true/)
    every('Microsoft.Insights/components', /DisableLocalAuth: true/)
    every('Microsoft.ContainerRegistry/registries', /adminUserEnabled: false/, /anonymousPullEnabled: false/)
    every('Microsoft.MachineLearningServices/workspaces/computes', /disableLocalAuth: true/, /remoteLoginPortPublicAccess: 'Disabled'/)
  })

  it('keep what was archived and who decided what from being changed', () => {
    assert.equal(resourcesOf('Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies').length, 2)
    assert.match(all, /resource auditKept [\s\S]*?immutabilityPeriodSinceCreationInDays: auditDays/)
    every('Microsoft.KeyVault/vaults', /enablePurgeProtection: true/, /enableRbacAuthorization: true/, /enableSoftDelete: true/)
  })

  it('let nobody to the app who is not signed in', () => {
    every('Microsoft.Web/sites', /httpsOnly: true/, /ftpsState: 'Disabled'/, /minTlsVersion: '1.2'/, /remoteDebuggingEnabled: false/)
    every('Microsoft.Web/sites/basicPublishingCredentialsPolicies', /allow: false/)
    const auth = resourcesOf('Microsoft.Web/sites/config').find(({ body }) => body.includes("'authsettingsV2'"))!.body
    assert.match(auth, /requireAuthentication: true/)
    assert.doesNotMatch(auth, /AllowAnonymous/)
    const open = /excludedPaths: \[(.*)\]/.exec(auth)![1]!.split(', ')
    assert.deepEqual(open, ["'/api/health'", "'/runtime/webhooks/eventgrid'", "'/runtime/webhooks/durabletask'"])
  })

  it('write down what happens in every service that has a log', () => {
    const scopes = [...all.matchAll(/diagnosticSettings@[\s\S]*?scope: (\w+)/g)].map(([, scope]) => scope)
    for (const service of [
      'vault',
      'blobs',
      'queues',
      'tables',
      'registry',
      'workspace',
      'hub',
      'provisioning',
      'stream',
      'service',
      'app',
      'topic',
    ])
      assert.ok(scopes.includes(service), `${service} has no diagnostic setting`)
  })

  it('give roles in one file, by identities alone, none of them on a whole group', () => {
    for (const [file, text] of files) {
      if (/roles\.bicep$|vault\.bicep$/.test(file)) continue
      assert.doesNotMatch(text, /roleAssignments@/, file)
    }
    const given = resourcesOf('Microsoft.Authorization/roleAssignments')
    for (const { place, body } of given) {
      assert.match(body, /principalType: 'ServicePrincipal'/, place)
      assert.match(body, /scope: \w+/, place)
    }
    const powerful = [
      '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
      'b24988ac-6180-42a0-ab88-20f7382dd24c',
      '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    ]
    for (const id of powerful) assert.ok(!all.includes(id), `${id} is Owner, Contributor or User Access Administrator`)
  })

  it('name every role that they declare, and each is used', () => {
    const text = files.get('infra/modules/roles.bicep')!
    const declared = [...text.matchAll(/^ {2}'([\w ]+)': '([0-9a-f-]{36})'$/gm)].map(([, name, id]) => ({ name: name!, id: id! }))
    assert.ok(declared.length > 10)
    assert.equal(new Set(declared.map(({ id }) => id)).size, declared.length)
    const uses = text.slice(text.indexOf('resource appOnData'))
    for (const { name } of declared) assert.ok(uses.includes(`'${name}'`), `${name} is not used`)
  })
})
