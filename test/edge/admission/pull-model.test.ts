import assert from 'node:assert/strict'
import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openRegistry, type RegistryOptions } from '../../../edge/admission/registry-access.ts'
import { modelFiles } from '../../../shared/domain/model-package.ts'
import { startFaultProxy } from '../../harness/fault-proxy.ts'
import { spoil, stranger, writeSignedModel } from '../support/signed-model.ts'
import { startModelRegistry } from './model-registry.ts'
import { placeWithChampion, startKeeper } from './start-keeper.ts'

/** A device with the image's model at work, a registry, and a proxy before it that breaks things. */
async function startDevice(t: TestContext, options: Partial<RegistryOptions> = {}) {
  const { place, champion: image } = await placeWithChampion(t)
  const registry = await startModelRegistry(t, place)
  const proxy = await startFaultProxy(registry.url)
  t.after(() => proxy.close())
  const host = new URL(proxy.url).host
  const device = await startKeeper(t, place, image.folder, { registry: openRegistry({ host, credentialsFile: undefined, ...options }) })
  assert.deepEqual(device.keeper.inForce?.model, image.model)
  const push = (model: Parameters<typeof registry.push>[0], more?: Parameters<typeof registry.push>[1]) =>
    registry.push(model, { host, ...more })
  return { ...device, place, image, registry, proxy, host, push }
}

test('a model that is wanted alone takes over, and the image has the word again when it is wanted no more', async (t) => {
  const { keeper, until, place, image, push, proxy } = await startDevice(t)
  const next = await writeSignedModel(join(place, 'next'), { boxSide: 47 })
  const wanted = await push(next)
  keeper.want(wanted)
  await until(({ inForce }) => inForce?.model.digest === next.model.digest)
  keeper.want(undefined)
  await until(({ inForce }) => inForce?.model.digest === image.model.digest)
  const asked = proxy.requests.length
  keeper.want(wanted)
  await until(({ inForce }) => inForce?.model.digest === next.model.digest)
  assert.equal(proxy.requests.length, asked, 'a model that is on the disk was fetched again')
})

test('after a restart the model that was wanted works at once, also without its registry', async (t) => {
  const { keeper, until, place, image, push, registry, proxy, host } = await startDevice(t)
  const next = await writeSignedModel(join(place, 'next'), { boxSide: 47 })
  const wanted = await push(next)
  keeper.want(wanted)
  await until(({ inForce }) => inForce?.model.digest === next.model.digest)
  await keeper.close()
  await registry.close()
  const asked = proxy.requests.length
  const again = await startKeeper(t, place, image.folder, { wanted, registry: openRegistry({ host, credentialsFile: undefined }) })
  again.keeper.want(wanted)
  assert.deepEqual(again.keeper.inForce?.model, next.model)
  await again.keeper.close()
  assert.equal(proxy.requests.length, asked)
})

test('a connection that breaks is gone on with where it broke, and an outage is waited out', async (t) => {
  const { keeper, until, place, image, push, proxy, events } = await startDevice(t)
  const next = await writeSignedModel(join(place, 'next'), { boxSide: 47 })
  const wanted = await push(next)
  const net = (path: string) => path.endsWith(`sha256:${next.model.digest}`)
  let outages = 3
  let cuts = 1
  proxy.decide = ({ path }) => {
    if (outages-- > 0) return { kind: 'reject', status: 503 }
    return net(path) && cuts-- > 0 ? { kind: 'truncate-body' } : undefined
  }
  keeper.want(wanted)
  await until(({ problem }) => /not here yet/.test(problem ?? ''))
  assert.deepEqual(keeper.inForce?.model, image.model)
  await until(({ inForce }) => inForce?.model.digest === next.model.digest)
  assert.equal(proxy.requests.filter(({ path }) => net(path)).length, 2)
  assert.ok(events.includes('model-pull-failed'))
  assert.equal(keeper.problem, undefined)
})

test('what arrived before a restart is not fetched again', async (t) => {
  const { keeper, until, place, push, proxy } = await startDevice(t)
  const next = await writeSignedModel(join(place, 'next'), { boxSide: 47 })
  const wanted = await push(next)
  proxy.decide = ({ path }) => (path.includes(next.model.digest) ? { kind: 'truncate-body' } : undefined)
  keeper.want(wanted)
  await until(({ problem }) => /broke off/.test(problem ?? ''))
  await keeper.close()
  const arriving = readdirSync(join(place, 'models')).find((name) => name.startsWith('arriving-'))!
  assert.ok(statSync(join(place, 'models', arriving, modelFiles.net)).size > 0)
  proxy.decide = () => undefined
  const again = await startKeeper(t, place, join(place, 'image'), {
    registry: openRegistry({ host: wanted.reference.split('/')[0]!, credentialsFile: undefined }),
    wanted,
  })
  again.keeper.want(wanted)
  await again.until(({ inForce }) => inForce?.model.digest === next.model.digest)
})

const refused: Readonly<Record<string, { want: (device: Awaited<ReturnType<typeof startDevice>>) => Promise<object>; problem: RegExp }>> = {
  'a model of another registry': {
    want: async ({ place, push }) => push(await writeSignedModel(join(place, 'next'), { boxSide: 47 }), { host: 'elsewhere.example.com' }),
    problem: /elsewhere\.example\.com; this device takes models from 127\.0\.0\.1/,
  },
  'an artefact that is no model': {
    want: async ({ place, push }) => push(await writeSignedModel(join(place, 'next')), { artifactType: 'application/spdx+json' }),
    problem: /no model/,
  },
  'a file that is none of a model': {
    want: async ({ place, push }) => push(await writeSignedModel(join(place, 'next')), { titles: [['../image/model.onnx', 'model.onnx']] }),
    problem: /no model/,
  },
  'two files of one name': {
    want: async ({ place, push }) => {
      const titles = [
        ['model.json', 'model.json'],
        ['model.json', 'model.sig'],
      ] as const
      return push(await writeSignedModel(join(place, 'next')), { titles })
    },
    problem: /same name/,
  },
  'a file that is too large': {
    want: async ({ place, push }) => {
      const next = await writeSignedModel(join(place, 'next'))
      truncateSync(join(next.folder, modelFiles.card), 2 * 1024 * 1024)
      return push(next)
    },
    problem: /model\.json has 2097152 bytes; 1048576 are allowed/,
  },
  'a model without its card': {
    want: async ({ place, push }) => push(await writeSignedModel(join(place, 'next')), { titles: [['model.onnx', 'model.onnx']] }),
    problem: /model\.json cannot be read/,
  },
  'another net than the one that is wanted': {
    want: async ({ place, push }) => ({
      ...(await push(await writeSignedModel(join(place, 'next'), { boxSide: 47 }))),
      digest: 'a'.repeat(64),
    }),
    problem: /is wanted/,
  },
  'a model that a stranger signed': {
    want: async ({ place, push }) => push(await writeSignedModel(join(place, 'next'), { boxSide: 47 }, undefined, stranger)),
    problem: /signed with the key/,
  },
  'a model whose card was changed on the way': {
    want: async ({ place, push }) => {
      const next = await writeSignedModel(join(place, 'next'), { boxSide: 47 })
      spoil(next.folder, modelFiles.card, (bytes) => bytes.toString().replace('MIT', 'BSD'))
      return push(next)
    },
    problem: /card is not the one/,
  },
}

for (const [name, { want, problem }] of Object.entries(refused)) {
  test(`${name}: is refused, and nothing of it stays`, async (t) => {
    const device = await startDevice(t)
    const { keeper, until, image, place } = device
    const wanted = (await want(device)) as Parameters<typeof keeper.want>[0] & object
    keeper.want(wanted)
    await until(({ refused: told }) => told !== undefined)
    assert.match(keeper.refused?.problem ?? '', problem)
    assert.equal(keeper.refused?.digest, wanted.digest)
    assert.deepEqual(keeper.inForce?.model, image.model)
    assert.equal(readdirSync(join(place, 'models')).length, 2)
  })
}

test('content that is not of its digest is never used', async (t) => {
  const { place, champion: image } = await placeWithChampion(t)
  // It answers everything with the same text.
  const liar = createServer((_request, response) => response.end('{}'))
  await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve))
  t.after(() => liar.close())
  const host = `127.0.0.1:${(liar.address() as AddressInfo).port}`
  const { keeper, until } = await startKeeper(t, place, image.folder, { registry: openRegistry({ host, credentialsFile: undefined }) })
  keeper.want({ reference: `${host}/models@sha256:${'a'.repeat(64)}`, digest: 'b'.repeat(64) })
  await until(({ problem }) => /another manifest/.test(problem ?? ''))
  assert.deepEqual(keeper.inForce?.model, image.model)
})

test('a device without a registry refuses models that come alone', async (t) => {
  const { place, champion: image } = await placeWithChampion(t)
  const { keeper, until } = await startKeeper(t, place, image.folder)
  keeper.want({ reference: `registry.example.com/models@sha256:${'a'.repeat(64)}`, digest: 'b'.repeat(64) })
  await until(({ refused: told }) => told !== undefined)
  assert.match(keeper.problem ?? '', /MODEL_REGISTRY/)
})

/** A registry that wants a token, and sends on for blobs as Azure Container Registry does. */
async function startGuard(t: TestContext, target: string, realmHost?: string) {
  const seen: { path: string; authorization: string | undefined }[] = []
  const server = createServer(async (request, response) => {
    const { host, authorization } = request.headers
    const path = request.url ?? ''
    seen.push({ path, authorization })
    if (path.startsWith('/oauth2/token')) return response.end(JSON.stringify({ access_token: 'token-1' }))
    if (path.startsWith('/data')) {
      const answer = await fetch(`${target}${path.slice('/data'.length)}`)
      return response.end(Buffer.from(await answer.arrayBuffer()))
    }
    if (authorization !== 'Bearer token-1') {
      const realm = `http://${realmHost ?? host}/oauth2/token`
      return response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="${host}"` }).end()
    }
    if (path.includes('/blobs/')) return response.writeHead(307, { location: `http://${host}/data${path}` }).end()
    const answer = await fetch(`${target}${path}`, { headers: { accept: String(request.headers.accept) } })
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

test('user and password are exchanged for a token, which stays with the registry', async (t) => {
  const { place, champion: image } = await placeWithChampion(t)
  const registry = await startModelRegistry(t, place)
  const { host, seen } = await startGuard(t, registry.url)
  const credentialsFile = join(place, 'credentials')
  writeFileSync(credentialsFile, 'plant-1:canary\n')
  const next = await writeSignedModel(join(place, 'next'), { boxSide: 47 })
  const wanted = await registry.push(next, { host })
  const { keeper, until } = await startKeeper(t, place, image.folder, { registry: openRegistry({ host, credentialsFile }) })
  keeper.want(wanted)
  await until(({ inForce }) => inForce?.model.digest === next.model.digest)
  const exchanges = seen.filter(({ path }) => path.startsWith('/oauth2/token'))
  assert.equal(exchanges.length, 1)
  assert.equal(exchanges[0]?.authorization, `Basic ${Buffer.from('plant-1:canary').toString('base64')}`)
  assert.match(decodeURIComponent(exchanges[0]?.path ?? ''), /scope=repository:line\/models:pull/)
  assert.deepEqual([...new Set(seen.filter(({ path }) => path.startsWith('/data')).map(({ authorization }) => authorization))], [undefined])
})

test('a password never goes to another host than the registry', async (t) => {
  const { place, champion: image } = await placeWithChampion(t)
  const other = await startGuard(t, 'http://127.0.0.1:1')
  const { host } = await startGuard(t, 'http://127.0.0.1:1', other.host)
  const credentialsFile = join(place, 'credentials')
  writeFileSync(credentialsFile, 'plant-1:canary\n')
  const { keeper, until } = await startKeeper(t, place, image.folder, { registry: openRegistry({ host, credentialsFile }) })
  keeper.want({ reference: `${host}/models@sha256:${'a'.repeat(64)}`, digest: 'b'.repeat(64) })
  await until(({ problem }) => /sign-in elsewhere/.test(problem ?? ''))
  assert.deepEqual(other.seen, [])
})
