// npm run manifests -- --image REGISTRY/REPOSITORY@sha256:… --keys FILE [--device edge-1] [--out manifests]
// Writes what a device is told to run, as files: for plants that deploy by hand or by a tool of their own. The product writes the same
// deployments into IoT Hub by itself (docs/rollouts.md).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { settingSchemas } from '../shared/config.ts'
import { baseManifest, layerManifest } from '../shared/domain/deployment-manifest.ts'
import { readPublicKeys } from '../shared/domain/verify-model.ts'
import { kubernetesManifest } from './manifests/kubernetes.ts'

const { values } = parseArgs({
  options: {
    image: { type: 'string' },
    keys: { type: 'string' },
    device: { type: 'string', default: 'edge-1' },
    out: { type: 'string', default: 'manifests' },
  },
})

try {
  const files = manifests()
  for (const [path, text] of Object.entries(files)) {
    const file = join(values.out, path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, text)
    console.log(file)
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}

function manifests(): Record<string, string> {
  const { image, keys, device } = values
  // A name with a tag is another image tomorrow.
  if (image === undefined || !/^[a-z0-9.:-]+\/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$/.test(image))
    throw new Error('--image must be REGISTRY/REPOSITORY@sha256:… with the digest of the image.')
  if (keys === undefined) throw new Error('--keys must be a file with the public keys (PEM) of those who may sign models.')
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(device)) throw new Error('--device must be the id of a device: a to z, 0 to 9 and hyphens.')
  const modelPublicKeys = readFileSync(keys, 'utf8')
  if (readPublicKeys(modelPublicKeys).size === 0) throw new Error(`${keys} holds no Ed25519 public key in PEM.`)
  const runtime = {
    images: { agent: settingSchemas.EDGE_AGENT_IMAGE.parse(undefined), hub: settingSchemas.EDGE_HUB_IMAGE.parse(undefined) },
    registry: undefined,
  }
  const request = { image, modelPublicKeys, model: undefined }
  const content = (modulesContent: object) => `${JSON.stringify({ modulesContent }, undefined, 2)}\n`
  return {
    'iot-edge/base.json': content(baseManifest({ ...request, runtime })),
    'iot-edge/layer.json': content(layerManifest({ ...request, carrier: 'image' })),
    'kubernetes.yaml': kubernetesManifest({ image, device, modelPublicKeys })
      .map((one) => stringify(one, { aliasDuplicateObjects: false }))
      .join('---\n'),
  }
}
