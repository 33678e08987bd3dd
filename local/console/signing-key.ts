import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The key that signs this factory's models (PKCS #8 in PEM), made at the first start; only its owner may read the file. */
export function readSigningKey(folder: string): string {
  const file = join(folder, 'model-signing-key.pem')
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8')
}
