import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import type { Detection } from '../../../shared/domain/detection.ts'
import type { ModelSignature, SelfTest } from '../../../shared/domain/model-package.ts'
import { judgeSelfTest, keyIdOf, readPublicKeys, verifySignature } from '../../../shared/domain/verify-model.ts'

const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex')
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
const otherPem = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString()
const [card, selfTestBytes, net] = [Buffer.from('the card'), Buffer.from('the self-test'), sha256('the net')]

function signed(change: Partial<ModelSignature['statement']> = {}): ModelSignature {
  const statement = {
    schema: 1 as const,
    model: { name: 'line', version: '2', digest: net },
    cardSha256: sha256(card),
    selfTestSha256: sha256(selfTestBytes),
    approval: 'approval-1',
    dataset: 'set-1',
    ...change,
  }
  const signatureBase64 = sign(null, Buffer.from(canonicalJson(statement)), privateKey).toString('base64')
  return { statement, keyId: keyIdOf(publicKey), signatureBase64 }
}

const verified = (signature: ModelSignature, keys = pem) => verifySignature(signature, keys, card, selfTestBytes, net)

test('what was signed with a known key is accepted, also beside other keys and with line breaks lost', () => {
  assert.equal(verified(signed()), undefined)
  assert.equal(verified(signed(), otherPem + pem), undefined)
  assert.equal(verified(signed(), pem.replaceAll('\n', ' ')), undefined)
  assert.equal(verified(signed(), pem.replaceAll('\n', '\\n')), undefined)
})

test('an unknown key is refused by its id', () => {
  assert.match(verified(signed(), otherPem) ?? '', new RegExp(keyIdOf(publicKey)))
  assert.match(verified(signed(), '') ?? '', /known are none/)
})

test('a statement that was changed after the signature is refused', () => {
  const signature = signed()
  const changed = { ...signature, statement: { ...signature.statement, approval: 'approval-2' } }
  assert.match(verified(changed) ?? '', /does not fit its statement/)
  assert.match(verified({ ...signature, signatureBase64: 'AAAA' }) ?? '', /does not fit its statement/)
})

test('net, card and self-test must be the ones that were signed', () => {
  const other = sha256('another')
  assert.match(verified(signed({ model: { name: 'line', version: '2', digest: other } })) ?? '', /net/)
  assert.match(verified(signed({ cardSha256: other })) ?? '', /card/)
  assert.match(verified(signed({ selfTestSha256: other })) ?? '', /self-test/)
})

test('a key of another kind is an error', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'spki' }).toString()
  assert.throws(() => readPublicKeys(rsa), /Ed25519/)
})

const detection = (label: string, confidence: number, left = 0.1): Detection => ({
  label,
  confidence,
  box: { left, top: 0.1, width: 0.2, height: 0.2 },
})
const selfTest = (...detections: Detection[]): SelfTest => ({
  schema: 1,
  pictures: [{ jpegBase64: '', detections }],
  confidenceTolerance: 0.05,
  leastIou: 0.8,
})
const judged = (expected: Detection[], seen: Detection[]) => judgeSelfTest(selfTest(...expected), [seen], { hand: 0.4 })

test('the same detections pass, within the tolerance', () => {
  assert.equal(judged([detection('hand', 0.9)], [detection('hand', 0.87, 0.11)]), undefined)
})

test('a detection near the threshold may be there or not', () => {
  assert.equal(judged([detection('hand', 0.44)], []), undefined)
  assert.equal(judged([], [detection('hand', 0.44)]), undefined)
})

test('another label, another place, another confidence and a missing detection are told', () => {
  const sure = [detection('hand', 0.9)]
  assert.match(judged(sure, [detection('leak', 0.9)]) ?? '', /hand \(90 %\) is missing/)
  assert.match(judged(sure, [detection('hand', 0.9, 0.3)]) ?? '', /missing/)
  assert.match(judged(sure, [detection('hand', 0.8)]) ?? '', /missing/)
  assert.match(judged(sure, []) ?? '', /missing/)
})

test('two things need two detections', () => {
  assert.match(judged([detection('hand', 0.9), detection('hand', 0.9, 0.11)], [detection('hand', 0.9)]) ?? '', /missing/)
})

test('a sure detection that was not expected is told', () => {
  assert.match(judged([], [detection('hand', 0.9)]) ?? '', /was not there/)
})

test('numbers that are none, and too few pictures, are told', () => {
  assert.match(judged([], [detection('hand', Number.NaN)]) ?? '', /no finite numbers/)
  assert.match(judgeSelfTest(selfTest(), [], {}) ?? '', /1 pictures, but 0/)
})
