import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import type { TokenCredential } from '@azure/identity'
import { type ContainerRegistry, startContainerRegistry } from '../../../local/container-registry/start.ts'
import { createOciImageRegistry } from '../../../shared/adapters/oci-image-registry.ts'
import { artefactManifest, mediaTypes } from '../../../shared/domain/oci-image.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const quickly = { firstDelayMs: 1, sleep: async () => {} }

/** Stands before the laptop's registry and may answer in its place. */
async function startDoor(target: string, spoil: (request: IncomingMessage) => RequestListener | undefined) {
  const server = createServer(async (request, response) => {
    const own = spoil(request)
    if (own !== undefined) return own(request, response)
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)),
    )
    const { method = 'GET' } = request
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: request, duplex: 'half' }
    const answer = await fetch(`${target}${request.url}`, {
      method,
      headers: headers as Record<string, string>,
      ...body,
    } as unknown as RequestInit)
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  }
}

describe('the registry of images', () => {
  const folder = mkdtempSync(join(tmpdir(), 'images-'))
  let local: ContainerRegistry
  before(async () => {
    local = await startContainerRegistry({ folder })
  })
  after(async () => {
    await local.close()
    rmSync(folder, { recursive: true })
  })

  async function withDoor(spoil: Parameters<typeof startDoor>[1], work: (url: string) => Promise<void>) {
    const door = await startDoor(local.url, spoil)
    try {
      await work(door.url)
    } finally {
      await door.close()
    }
  }

  test('takes blobs, manifests and what refers to them, and gives them back', async () => {
    const registry = createOciImageRegistry({ url: local.url }, quickly)
    const empty = await registry.putBlob('a/b', bytes('{}'))
    const layer = { ...(await registry.putBlob('a/b', bytes('layer'))), mediaType: 'text/plain', title: 'layer.txt' }
    const subject = await registry.putManifest(
      'a/b',
      artefactManifest({ artifactType: 'test/one', empty, layers: [layer] }),
      mediaTypes.manifest,
      'v1',
    )
    assert.equal((await registry.manifest('a/b', 'v1'))?.descriptor.digest, subject.digest)
    assert.equal(await registry.manifest('a/b', 'v2'), undefined)
    assert.equal(Buffer.from(await registry.readBlob('a/b', layer.digest, 10)).toString(), 'layer')
    await assert.rejects(registry.readBlob('a/b', layer.digest, 4), { code: 'input-invalid' })
    await assert.rejects(registry.readBlob('a/b', `sha256:${'0'.repeat(64)}`, 4), { code: 'not-found' })
    const about = await registry.putManifest(
      'a/b',
      artefactManifest({ artifactType: 'test/two', empty, layers: [layer], subject }),
      mediaTypes.manifest,
    )
    assert.deepEqual(
      (await registry.referrers('a/b', subject.digest, 'test/two')).map(({ digest }) => digest),
      [about.digest],
    )
    assert.deepEqual(await registry.referrers('a/b', subject.digest, 'test/three'), [])
    assert.equal(registry.referenceOf('a/b', subject.digest), `${new URL(local.url).host}/a/b@${subject.digest}`)
  })

  test('refuses a blob and a manifest whose bytes were exchanged', async () => {
    const honest = createOciImageRegistry({ url: local.url }, quickly)
    const layer = await honest.putBlob('t/t', bytes('layer'))
    const empty = await honest.putBlob('t/t', bytes('{}'))
    const manifest = artefactManifest({ artifactType: 'test/one', empty, layers: [{ ...layer, title: 'x' }] })
    const { digest } = await honest.putManifest('t/t', manifest, mediaTypes.manifest)
    const tamper: RequestListener = (_, response) => response.end('{"other":1}')
    await withDoor(
      ({ method }) => (method === 'GET' ? tamper : undefined),
      async (url) => {
        const registry = createOciImageRegistry({ url }, quickly)
        await assert.rejects(registry.readBlob('t/t', layer.digest, 100), { code: 'image-damaged' })
        await assert.rejects(registry.manifest('t/t', digest), { code: 'image-damaged' })
      },
    )
  })

  test('goes on after answers that were lost, and says when the registry is away', async () => {
    const trouble: RequestListener[] = [
      (_, response) => response.writeHead(503).end(),
      (_, response) => response.destroy(),
      (_, response) => response.writeHead(429).end(),
    ]
    await withDoor(
      (request) => (request.method === 'POST' ? trouble.shift() : undefined),
      async (url) => {
        const { digest } = await createOciImageRegistry({ url }, quickly).putBlob('retry/it', bytes('again'))
        assert.equal(Buffer.from(await createOciImageRegistry({ url: local.url }).readBlob('retry/it', digest, 10)).toString(), 'again')
      },
    )
    await withDoor(
      () => (_, response) => response.writeHead(500).end(),
      (url) => assert.rejects(createOciImageRegistry({ url }, quickly).manifest('a/b', 'v1'), { code: 'registry-unavailable' }),
    )
  })

  test('finds a blob that a lost answer has stored already', async () => {
    let isFirst = true
    await withDoor(
      (request) => {
        if (request.method !== 'PUT' || !isFirst) return undefined
        isFirst = false
        return async (given, response) => {
          await fetch(`${local.url}${given.url}`, { method: 'PUT', body: await textOf(given) })
          response.destroy()
        }
      },
      async (url) => {
        const blob = await createOciImageRegistry({ url }, quickly).putBlob('lost/answer', bytes('stored once'))
        assert.equal(blob.size, 11)
      },
    )
  })

  /** The token service of Azure Container Registry, as far as it is used. */
  function azure(asked: string[]): Parameters<typeof startDoor>[1] {
    return (request) => {
      const { host, authorization } = request.headers
      if (request.url?.startsWith('/oauth2/')) {
        return async (given, response) => {
          const body = given.method === 'POST' ? await textOf(given) : ''
          asked.push(`${given.method} ${given.url?.split('?')[0]} ${body || given.url?.split('?')[1]} ${authorization ?? ''}`.trim())
          const token = given.url?.includes('exchange') ? { refresh_token: 'refresh' } : { access_token: 'granted' }
          response.end(JSON.stringify(token))
        }
      }
      if (authorization === 'Bearer granted') return undefined
      const challenge = `Bearer realm="http://${host}/oauth2/token",service="${host}",scope="repository:x:pull"`
      return (_, response) => response.writeHead(401, { 'www-authenticate': challenge }).end()
    }
  }

  test('exchanges the identity of the app for tokens of one repository each, and uses them again', async () => {
    const asked: string[] = []
    const credential: TokenCredential = { getToken: async () => ({ token: 'identity', expiresOnTimestamp: 0 }) }
    await withDoor(azure(asked), async (url) => {
      const registry = createOciImageRegistry({ url, credential }, quickly)
      await registry.putBlob('mine', bytes('one'))
      await registry.putBlob('mine', bytes('two'))
    })
    assert.equal(asked.length, 4)
    assert.match(asked[0]!, /^POST \/oauth2\/exchange grant_type=access_token.*access_token=identity/)
    assert.match(asked[1]!, /^POST \/oauth2\/token grant_type=refresh_token.*scope=repository%3Amine%3Apull.*refresh_token=refresh/)
    assert.match(asked[3]!, /scope=repository%3Amine%3Apull%2Cpush/)
  })

  test('takes a password where one is set', async () => {
    const asked: string[] = []
    await withDoor(azure(asked), async (url) => {
      await createOciImageRegistry({ url, password: 'edge-pull:secret' }, quickly).manifest('mine', 'v1')
    })
    assert.equal(asked.length, 1)
    assert.match(asked[0]!, new RegExp(`^GET /oauth2/token .* Basic ${Buffer.from('edge-pull:secret').toString('base64')}$`))
  })

  test('sends its identity nowhere but to the registry, and none without being asked', async () => {
    const challenge = 'Bearer realm="https://thief.example.com/token",service="x"'
    const credential: TokenCredential = { getToken: () => Promise.reject(new Error('asked for a token')) }
    await withDoor(
      () => (_, response) => response.writeHead(401, { 'www-authenticate': challenge }).end(),
      (url) => assert.rejects(createOciImageRegistry({ url, credential }, quickly).manifest('a/b', 'v1'), /not understood/),
    )
    assert.equal(await createOciImageRegistry({ url: local.url, credential }, quickly).manifest('a/b', 'never'), undefined)
  })
})
