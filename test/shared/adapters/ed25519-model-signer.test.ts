import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { createEd25519ModelSigner } from '../../../shared/adapters/ed25519-model-signer.ts'
import type { ModelStatement } from '../../../shared/domain/model-package.ts'
import { verifySignature } from '../../../shared/domain/verify-model.ts'

const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const [card, selfTest] = [Buffer.from('{"card":1}'), Buffer.from('{"test":1}')]
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const statement: ModelStatement = {
  ...{ schema: 1, model: { name: 'plant-1', version: '1', digest: 'a'.repeat(64) }, cardSha256: sha256(card) },
  ...{ selfTestSha256: sha256(selfTest), approval: 'approval-1', dataset: 'ds-0123456789abcdef' },
}

test('what is signed holds before its public key, and nothing else does', async () => {
  const signer = createEd25519ModelSigner(pem)
  const signature = await signer.sign(statement)
  assert.equal(verifySignature(signature, signer.publicKey, card, selfTest, 'a'.repeat(64)), undefined)
  const other = { ...signature, statement: { ...statement, approval: 'approval-2' } }
  assert.match(verifySignature(other, signer.publicKey, card, selfTest, 'a'.repeat(64))!, /does not fit/)
})

test('a key in PEM, with its line breaks spelled out or in base64 is the same key, and signs the same', async () => {
  const spellings = [pem, pem.replaceAll('\n', '\\n'), Buffer.from(pem).toString('base64')]
  const signed = await Promise.all(spellings.map((text) => createEd25519ModelSigner(text).sign(statement)))
  assert.deepEqual(signed, [signed[0], signed[0], signed[0]])
})

test('another kind of key is refused by the name of the setting, without a word of the key', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  for (const text of ['', 'no key', rsa]) {
    assert.throws(
      () => createEd25519ModelSigner(text),
      (error: Error) => /MODEL_SIGNING_KEY/.test(error.message) && error.cause === undefined,
    )
  }
})
