import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createECDH, createPrivateKey } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'

// Stands in for the Azure CLI: knows one vault, says which secrets it has, and keeps what is put there.
const az = `#!/bin/sh
case "$*" in
  'keyvault show '*) echo /subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/kv ;;
  'rest --method get '*) [ -n "$AZ_FAILS" ] && exit 3; cat "$AZ_FOLDER/names" ;;
  'rest --method put '*)
    for word; do case "$word" in */secrets/*) name=\${word##*/secrets/} ;; @*) cp "\${word#@}" "$AZ_FOLDER/put-\${name%%\\?*}" ;; esac; done ;;
  'identity show '* | 'account show '* | 'ad app '*) echo something ;;
  *) echo "az $*: not known here" >&2; exit 2 ;;
esac
`

describe('the hooks that make keys', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hooks-'))
    writeFileSync(join(folder, 'az'), az, { mode: 0o755 })
    writeFileSync(join(folder, 'names'), '')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const run = (hook: string, others: Record<string, string> = {}) =>
    spawnSync('sh', [`infra/hooks/${hook}`], {
      encoding: 'utf8',
      env: {
        ...{ PATH: `${folder}${delimiter}${process.env['PATH']}`, AZ_FOLDER: folder, AZ_FAILS: '', TMPDIR: folder },
        ...{
          AZURE_KEY_VAULT: 'kv',
          AZURE_ENV_NAME: 'plant-1',
          AZURE_RESOURCE_GROUP: 'g',
          AUTH_CLIENT_ID: 'a',
          PUBLIC_URL: 'https://example.com',
        },
        ...others,
      },
    })
  const secret = (name: string): string => JSON.parse(readFileSync(join(folder, `put-${name}`), 'utf8')).properties.value
  const left = () => readdirSync(folder).filter((name) => !['az', 'names'].includes(name))

  it('put a key that signs models into the vault, and print its public half alone', () => {
    const { status, stdout, stderr } = run('make-signing-key.sh')
    assert.equal(status, 0, stderr)
    assert.equal(createPrivateKey(secret('model-signing-key')).asymmetricKeyType, 'ed25519')
    assert.match(stdout, /BEGIN PUBLIC KEY/)
    assert.doesNotMatch(stdout + stderr, /PRIVATE KEY/)
  })

  it('put a pair into the vault whose halves belong together, as browsers take it', () => {
    assert.equal(run('make-push-keys.sh').status, 0)
    const pair = createECDH('prime256v1')
    pair.setPrivateKey(Buffer.from(secret('push-private-key'), 'base64url'))
    assert.equal(pair.getPublicKey('base64url'), secret('push-public-key'))
    assert.deepEqual(left().sort(), ['put-push-private-key', 'put-push-public-key'])
  })

  it('make no key anew: not when there is one, and not when that cannot be told', () => {
    writeFileSync(join(folder, 'names'), 'model-signing-key\npush-private-key\npush-public-key\n')
    assert.equal(run('make-signing-key.sh').status, 0)
    assert.deepEqual(left(), [])
    writeFileSync(join(folder, 'names'), '')
    for (const hook of ['make-signing-key.sh', 'make-push-keys.sh']) assert.notEqual(run(hook, { AZ_FAILS: 'yes' }).status, 0, hook)
    assert.deepEqual(left(), [])
  })
})
