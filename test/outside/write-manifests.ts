import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Runs `npm run manifests` for a new key; answers with the folder of what it wrote. */
export function writeManifests(folder: string, image = `plant.example.com/sightloop/edge@sha256:${'a'.repeat(64)}`): string {
  const keys = join(folder, 'keys.pem')
  writeFileSync(keys, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
  const out = join(folder, 'manifests')
  execFileSync(process.execPath, ['tools/write-manifests.ts', '--image', image, '--keys', keys, '--out', out], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  return out
}
