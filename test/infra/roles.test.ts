import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

// What is published, and who is to have what: a right that is not in this table is one that nobody has given a thought to.
const { roles, given } = JSON.parse(readFileSync('test/infra/built-in-roles.json', 'utf8')) as {
  roles: Record<string, string>
  given: Record<string, string[]>
}
const text = readFileSync('infra/modules/roles.bicep', 'utf8')

describe('the roles of identities', () => {
  it('have the ids that Azure publishes', () => {
    const declared = [...text.matchAll(/^ {2}'([\w ]+)': '([0-9a-f-]{36})'$/gm)].map(([, name, id]) => [name!, id!] as const)
    assert.ok(declared.length > 10)
    for (const [name, id] of declared) assert.equal(id, roles[name], name)
  })

  it('are named by no other id anywhere', () => {
    const published = new Set(Object.values(roles))
    for (const file of globSync('infra/**/*.bicep'))
      for (const [, id] of readFileSync(file, 'utf8').matchAll(/roleDefinitions'?[^\n]*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g))
        assert.ok(published.has(id!), `${file}: ${id}`)
  })

  it('are given just where the table says so', () => {
    const found: Record<string, string[]> = {}
    for (const [, body] of text.matchAll(/^resource \w+ 'Microsoft\.Authorization\/roleAssignments@[\w-]+' = ([\s\S]*?)^[}\]]$/gm)) {
      const scope = /scope: (\w+)/.exec(body!)![1]
      const whose = /principalId: (\w+)PrincipalId/.exec(body!)![1]
      const list = /for role in \[(.*)\]/.exec(body!)?.[1] ?? /roles\[('[^']+')\]/.exec(body!)![1]!
      const names = [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name!)
      found[`${whose} on ${scope}`] = [...(found[`${whose} on ${scope}`] ?? []), ...names]
    }
    assert.deepEqual(found, given)
  })

  it('that could give rights or keys to others are not among them', () => {
    const tooMuch = /\bOwner$|\bContributor$|Administrator$/
    // Each of these is the least that the service offers for what it is for; roles.bicep says why.
    const narrow =
      /Data (Owner|Contributor)$|^IoT Hub Registry|^Container Registry Tasks|^Communication and Email|^Key Vault Administrator$/
    for (const name of Object.values(given).flat()) assert.ok(!tooMuch.test(name) || narrow.test(name), name)
  })
})
