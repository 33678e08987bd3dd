import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { temporaryFolder } from '../edge/support/temporary-folder.ts'
import { writeManifests } from '../outside/write-manifests.ts'

interface Pod {
  readonly automountServiceAccountToken: boolean
  readonly securityContext: Readonly<Record<string, unknown>>
  readonly containers: readonly {
    readonly image: string
    readonly resources: { readonly limits: Readonly<Record<string, string>> }
    readonly securityContext: Readonly<Record<string, unknown>>
  }[]
}

test('writes what a device is told to run: for IoT Edge the standing deployment and a layer, for Kubernetes the same with no more rights', (t) => {
  const folder = writeManifests(temporaryFolder(t))
  const read = (name: string) => JSON.parse(readFileSync(join(folder, 'iot-edge', name), 'utf8')).modulesContent
  const base = read('base.json').$edgeAgent['properties.desired'].modules.sightloop
  const layer = read('layer.json').$edgeAgent['properties.desired.modules.sightloop']
  assert.deepEqual(layer, base)

  const documents = parseAllDocuments(readFileSync(join(folder, 'kubernetes.yaml'), 'utf8')).map((one) => one.toJS())
  const { spec } = documents.find(({ kind }) => kind === 'Deployment') as { spec: { template: { spec: Pod } } }
  const pod = spec.template.spec
  const [container] = pod.containers
  assert.equal(container!.image, base.settings.image)
  assert.equal(pod.automountServiceAccountToken, false)
  assert.equal(pod.securityContext['runAsNonRoot'], true)
  assert.deepEqual(container!.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  })
  const { HostConfig } = JSON.parse(base.settings.createOptions)
  assert.deepEqual(container!.resources.limits, { cpu: String(HostConfig.NanoCpus / 1e9), memory: `${HostConfig.Memory / 2 ** 20}Mi` })
})

test('holds no secret, only where it is to be found', (t) => {
  const text = readFileSync(join(writeManifests(temporaryFolder(t)), 'kubernetes.yaml'), 'utf8')
  assert.doesNotMatch(text, /kind: Secret|SharedAccessKey|PRIVATE KEY/)
  assert.match(text, /secretKeyRef/)
})

test('refuses an image that is named by a tag, and says what it wants instead', (t) => {
  const folder = temporaryFolder(t)
  assert.throws(() => writeManifests(folder, 'plant.example.com/sightloop/edge:latest'), /--image must be REGISTRY\/REPOSITORY@sha256:/)
})
