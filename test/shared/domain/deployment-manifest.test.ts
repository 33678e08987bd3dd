import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { baseManifest, layerManifest } from '../../../shared/domain/deployment-manifest.ts'

const image = `plant.example.com/sightloop/plant-1@sha256:${'a'.repeat(64)}`
const model = { reference: `plant.example.com/sightloop/plant-1@sha256:${'b'.repeat(64)}`, digest: 'c'.repeat(64) }
const request = { image, modelPublicKeys: 'a key in PEM', model: undefined }
const runtime = {
  images: { agent: 'mcr.microsoft.com/azureiotedge-agent:1.6', hub: 'mcr.microsoft.com/azureiotedge-hub:1.6' },
  registry: { address: 'plant.example.com', username: 'plant', password: 'secret' },
}

interface Module {
  readonly restartPolicy: string
  readonly settings: { readonly image: string; readonly createOptions: string }
  readonly env: Readonly<Record<string, { readonly value: string }>>
}

interface Agent {
  readonly schemaVersion: string
  readonly systemModules: Readonly<Record<string, Module>>
  readonly modules: Readonly<Record<string, Module>>
  readonly runtime: { readonly settings: { readonly registryCredentials?: unknown } }
}

interface Hub {
  readonly routes: Readonly<Record<string, { readonly route: string; readonly priority: number; readonly timeToLiveSecs: number }>>
  readonly storeAndForwardConfiguration: { readonly timeToLiveSecs: number }
}

const base = baseManifest({ ...request, runtime })
const agent = base['$edgeAgent']?.['properties.desired'] as Agent
const hub = base['$edgeHub']?.['properties.desired'] as Hub
const module = agent.modules['sightloop']!
const optionsOf = ({ settings }: Module) => JSON.parse(settings.createOptions).HostConfig as Record<string, unknown>

describe('the standing deployment', () => {
  test('keeps what a plant that is cut off has to say for two weeks, and sends incidents first', () => {
    assert.ok(hub.storeAndForwardConfiguration.timeToLiveSecs >= 604_800)
    for (const { timeToLiveSecs } of Object.values(hub.routes)) assert.ok(timeToLiveSecs >= 604_800)
    const [first] = Object.values(hub.routes).toSorted((a, b) => a.priority - b.priority)
    assert.equal(first?.priority, 0)
    assert.match(first.route, /type = 'incident'/)
    assert.equal(Object.values(hub.routes).filter(({ priority }) => priority === 0).length, 1)
  })

  test('names the image by its digest, starts it again for ever, and hands it the keys of models', () => {
    assert.equal(agent.schemaVersion, '1.1')
    assert.match(module.settings.image, /@sha256:[0-9a-f]{64}$/)
    assert.equal(module.restartPolicy, 'always')
    assert.deepEqual(module.env['MODEL_PUBLIC_KEYS'], { value: 'a key in PEM' })
    assert.deepEqual(agent.runtime.settings.registryCredentials, { plant: runtime.registry })
  })

  test('lets the module write nowhere but to its volumes, use no more than its share, and be nobody special', () => {
    const options = optionsOf(module)
    assert.equal(JSON.parse(module.settings.createOptions).User, 'node')
    assert.equal(options['ReadonlyRootfs'], true)
    assert.equal(options['Privileged'], false)
    assert.notEqual(options['NetworkMode'], 'host')
    assert.deepEqual(options['CapDrop'], ['ALL'])
    for (const limit of ['Memory', 'NanoCpus', 'PidsLimit']) assert.ok(Number(options[limit]) > 0, limit)
    assert.equal(optionsOf(agent.systemModules['edgeHub']!)['Privileged'], false)
  })

  test('fits into the twins: texts of at most 4 KB, no dots, blanks or dollars in names below', () => {
    const visit = (value: unknown, depth: number): void => {
      if (typeof value === 'string') assert.ok(Buffer.byteLength(value) <= 4096, value)
      if (typeof value !== 'object' || value === null) return
      assert.ok(depth <= 10)
      for (const [name, inner] of Object.entries(value)) {
        assert.doesNotMatch(name, /[.$# ]/)
        visit(inner, depth + 1)
      }
    }
    visit(agent, 1)
    visit(hub, 1)
    assert.ok(Buffer.byteLength(JSON.stringify(agent)) < 32 * 1024)
  })

  test('says nothing of registries that need no key', () => {
    const open = baseManifest({ ...request, runtime: { ...runtime, registry: undefined } })
    assert.doesNotMatch(JSON.stringify(open), /registryCredentials/)
  })
})

describe('a release above it', () => {
  test('changes the module alone, never the runtime that must take it back', () => {
    const layer = layerManifest({ ...request, carrier: 'image' })
    assert.deepEqual(Object.keys(layer), ['$edgeAgent'])
    assert.deepEqual(Object.keys(layer['$edgeAgent'] ?? {}), ['properties.desired.modules.sightloop'])
    assert.deepEqual(layer['$edgeAgent']?.['properties.desired.modules.sightloop'], module)
  })

  test('that travels alone sets the model and leaves the image', () => {
    assert.deepEqual(layerManifest({ ...request, model, carrier: 'artefact' }), { sightloop: { 'properties.desired.model': model } })
  })
})
