import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import { keyIdOf } from '../domain/verify-model.ts'
import type { ModelSigner } from '../ports.ts'

/**
 * Signs with a key out of a setting: PKCS #8 in PEM, or the base64 of that where a setting holds one line only.
 * The same statement gives the same signature, as Ed25519 needs no random number.
 *
 * @throws Fault `setting-invalid`; never says what was in it
 */
export function createEd25519ModelSigner(signingKey: string): ModelSigner {
  const key = readPrivateKey(signingKey)
  const publicKey = createPublicKey(key)
  const keyId = keyIdOf(publicKey)
  return {
    keyId,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    sign: async (statement) => {
      const signature = sign(null, Buffer.from(canonicalJson(statement), 'utf8'), key)
      return { statement, keyId, signatureBase64: signature.toString('base64') }
    },
  }
}

function readPrivateKey(text: string): KeyObject {
  const pem = text.includes('-----BEGIN') ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('utf8')
  let key: KeyObject | undefined
  try {
    key = createPrivateKey(pem)
  } catch {
    // The cause would quote the key.
  }
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new Fault('setting-invalid', 'MODEL_SIGNING_KEY: must be an Ed25519 key as PKCS #8 in PEM, or the base64 of that.')
  return key
}
