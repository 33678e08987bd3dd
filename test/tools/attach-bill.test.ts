import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { artifactTypes, mediaTypes, platforms } from '../../shared/domain/oci-image.ts'
import { readBilledPackages } from '../../shared/operations/read-billed-packages.ts'
import { startReleaseServices } from '../harness/release-services.ts'

const repository = 'sightloop/edge'

test('what a builder pushed with its attestations gets the bill of the image in it, once', async (t) => {
  const { imageRegistry, registryUrl, close } = await startReleaseServices()
  t.after(close)
  const put = async (content: object) => {
    const config = await imageRegistry.putBlob(repository, Buffer.from(JSON.stringify(content)))
    const layer = await imageRegistry.putBlob(repository, Buffer.from('a layer'))
    const manifest = { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers: [layer] }
    return imageRegistry.putManifest(repository, manifest, mediaTypes.manifest)
  }
  const image = await put(platforms.arm32v7)
  const attestation = await put({ architecture: 'unknown', os: 'unknown' })
  const manifests = [
    { ...image, platform: platforms.arm32v7 },
    { ...attestation, platform: { architecture: 'unknown', os: 'unknown' } },
  ]
  const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests }
  const pushed = await imageRegistry.putManifest(repository, index, mediaTypes.index, '1.2.3-arm32v7')

  const attach = (architecture: string) =>
    promisify(execFile)(process.execPath, ['tools/attach-bill.ts', registryUrl, repository, pushed.digest, architecture])
  for (const _ of ['first', 'again']) assert.equal((await attach('arm32v7')).stdout.trim(), image.digest)
  const bills = await imageRegistry.referrers(repository, image.digest, artifactTypes.bill)
  assert.equal(bills.length, 1)
  const names = (await readBilledPackages({ imageRegistry }, repository, image.digest))?.map(({ name }) => name) ?? []
  assert.ok(names.includes('onnxruntime-web') && names.includes('azure-iot-device-mqtt'))
  assert.ok(!names.includes('node-av') && !names.includes('vite'))
  await assert.rejects(attach('amd64'), /is made for linux\/arm, not for amd64/)
})
