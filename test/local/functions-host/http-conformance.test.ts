// Plain HTTP takes a short way past the library's invocation model. No handler may be able to tell: every request below
// goes to the same handlers both ways, and the answers are compared whole.
import assert from 'node:assert/strict'
import { type OutgoingHttpHeaders, request as openRequest } from 'node:http'
import { after, before, test } from 'node:test'
import type { PlatformDoor } from '../../../local/functions-host/http/platform-door.ts'
import { type RunningFunctionsHost, startFunctionsHost } from '../../../local/functions-host/start.ts'
import { appFolder } from './app-folder.ts'

/** What a handler may return, as source text. */
const results: Record<string, string> = {
  nothing: `undefined`,
  none: `null`,
  empty: `{}`,
  number: `5`,
  text: `'plain'`,
  list: `[1, 2]`,
  body: `{ body: 'grün ✓' }`,
  noText: `{ body: '' }`,
  bytes: `{ body: Buffer.from([0, 255, 1]) }`,
  view: `{ body: new DataView(new Uint8Array([7, 8, 9]).buffer, 1) }`,
  array: `{ body: new Uint8Array([1, 2]).buffer }`,
  json: `{ jsonBody: { a: [1, null] } }`,
  jsonNull: `{ jsonBody: null }`,
  jsonFalse: `{ jsonBody: false }`,
  jsonFunction: `{ jsonBody: () => 1 }`,
  both: `{ body: 'x', jsonBody: { y: 1 } }`,
  typed: `{ jsonBody: 1, headers: { 'Content-Type': 'application/problem+json' } }`,
  created: `{ status: 201, headers: { location: '/x' } }`,
  textStatus: `{ status: '418' }`,
  badStatus: `{ status: 99 }`,
  highStatus: `{ status: 600 }`,
  fraction: `{ status: 200.5 }`,
  noContent: `{ status: 204, body: 'dropped' }`,
  noJson: `{ status: 204, jsonBody: { a: 1 } }`,
  notModified: `{ status: 304, headers: { etag: '"1"' } }`,
  reset: `{ status: 205 }`,
  badHeader: `{ headers: { 'b d': 'x' } }`,
  badValue: `{ headers: { ok: 'a\\nb' } }`,
  padded: `{ headers: { 'x-padded': '  a  ' } }`,
  latin: `{ headers: { 'x-latin': 'é' } }`,
  wide: `{ headers: { 'x-wide': '✓' } }`,
  numeric: `{ headers: { 'x-number': 5 } }`,
  undefinedHeader: `{ headers: { 'x-u': undefined } }`,
  length: `{ body: 'abc', headers: { 'content-length': '99' } }`,
  connection: `{ headers: { connection: 'close' }, body: 'x' }`,
  twiceHeader: `{ headers: { 'X-A': '1', 'x-a': '2' } }`,
  headersObject: `{ headers: new Headers({ 'x-o': '1' }) }`,
  headersPairs: `{ headers: [['x-p', '1']] }`,
  cookies: `{ cookies: [{ name: 'a b', value: 'c;d', path: '/x', domain: 'example.com', secure: true, httpOnly: true, sameSite: 'Strict', maxAge: 60, expires: new Date(86400000) }, { name: 'e', value: 'f', sameSite: 'None' }] }`,
  noCookies: `{ cookies: [], body: 'x' }`,
  badCookie: `{ cookies: [{ name: 1, value: 'x' }] }`,
  response: `new HttpResponse({ status: 202, body: 'from a class', headers: { 'x-r': '1' } })`,
  nativeStream: `{ body: new Blob(['streamed']).stream() }`,
  searchParams: `{ body: new URLSearchParams({ a: '1' }) }`,
  extra: `{ statusCode: 500, body: 'x' }`,
  inherited: `Object.create({ status: 201 })`,
  circular: `(() => { const a = {}; a.a = a; return { jsonBody: a } })()`,
  bigint: `{ jsonBody: 1n }`,
  negotiated: `{ enableContentNegotiation: true, jsonBody: {} }`,
}

const app = `
import { app, HttpRequest, HttpResponse, InvocationContext } from '@azure/functions'
import { inspect } from 'node:util'
const any = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
const failure = (error) => ({ name: error.name, message: error.message })
const add = (name, handler, options = {}) => app.http(name, { methods: any, handler, ...options })
const attempt = (run) => Promise.resolve().then(run).catch(failure)

add('show', async (request, context) => ({
  jsonBody: {
    isRequest: request instanceof HttpRequest,
    constructorName: request.constructor.name,
    isContext: context instanceof InvocationContext,
    keys: Object.keys(request),
    spread: Object.keys({ ...request }),
    json: JSON.stringify(request),
    text: inspect(request),
    tag: Object.prototype.toString.call(request),
    url: request.url,
    method: request.method,
    params: request.params,
    query: [...request.query],
    headers: [...request.headers].filter(([name]) => name !== 'host'),
    isHeaders: request.headers instanceof Headers,
    user: await attempt(() => request.user),
    sameUser: await attempt(() => request.user === request.user),
    sameHeaders: request.headers === request.headers,
    hasBody: request.body === null ? 'null' : typeof request.body,
    sameBody: request.body === request.body,
    bodyUsed: request.bodyUsed,
    functionName: context.functionName,
    options: context.options,
    metadata: String(context.triggerMetadata),
    retry: String(context.retryContext),
    trace: /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/.test(context.traceContext.traceParent),
    contextKeys: Object.keys(context),
  },
}), { route: 'show/{id:int}/{rest?}' })
add('text', async (request) => ({ body: await request.text() }))
add('json', async (request) => ({ jsonBody: await attempt(() => request.json()) ?? null }))
add('bytes', async (request) => ({ body: new Uint8Array(await request.arrayBuffer()) }))
add('buffer', async (request) => ({ body: Buffer.from(await request.arrayBuffer()), headers: { 'Content-Type': 'image/jpeg' } }))
add('blob', async (request) => { const blob = await request.blob(); return { jsonBody: [blob.size, blob.type, await blob.text()] } })
add('form', async (request) => ({ jsonBody: await attempt(async () => [...(await request.formData())].map(([name, value]) => [name, typeof value === 'string' ? value : value.name])) }))
add('stream', async (request) => { let size = 0; for await (const chunk of request.body ?? []) size += chunk.length; return { jsonBody: { size, used: request.bodyUsed } } })
add('twice', async (request) => {
  const used = [request.bodyUsed]
  const first = await attempt(() => request.text())
  used.push(request.bodyUsed)
  const rest = []
  for (const name of ['text', 'json', 'arrayBuffer', 'blob', 'formData', 'clone']) rest.push(await attempt(async () => typeof (await request[name]())))
  return { jsonBody: { first, used, rest, locked: request.body?.locked ?? null } }
})
add('racing', async (request) => ({ jsonBody: (await Promise.allSettled([request.text(), request.text(), request.json()])).map((each) => each.value ?? each.reason.message) }))
add('cloned', async (request) => {
  request.headers.set('x-added', 'yes')
  request.headers.delete('x-gone')
  const copy = request.clone()
  copy.headers.set('x-copy', 'only')
  return { jsonBody: { isRequest: copy instanceof HttpRequest, copy: await copy.text(), original: await request.text(), added: copy.headers.get('x-added'), gone: copy.headers.get('x-gone'),
    leak: request.headers.get('x-copy'), url: copy.url, query: [...copy.query], params: copy.params, used: [request.bodyUsed, copy.bodyUsed] } }
})
add('retyped', async (request) => { request.headers.set('content-type', 'application/x-www-form-urlencoded'); return { jsonBody: await attempt(async () => [...(await request.formData())]) } })
add('methods', async (request) => ({ jsonBody: { own: Object.getOwnPropertyNames(request).sort(), has: ['json', 'text', 'clone', 'user', 'url'].map((name) => name in request), writable: await attempt(() => { 'use strict'; request.method = 'X' }) } }))

${Object.entries(results)
  .map(([name, text]) => `add('result-${name}', () => (${text}))`)
  .join('\n')}
app.generic('unanswered', { trigger: { type: 'httpTrigger', methods: ['GET'], authLevel: 'anonymous' }, handler: () => ({ body: 'nobody gets this' }) })
add('throws', () => { throw new Error('no') })
add('rejects', async () => { throw undefined })
`

const hosts: RunningFunctionsHost[] = []

/** People as a test names them: `x-person` becomes the headers that the platform would set. */
const door: PlatformDoor = {
  identify: ({ headers }) => (headers['x-person'] === undefined ? undefined : JSON.parse(String(headers['x-person']))),
}

before(async () => {
  for (const isDirectAnswerOff of [false, true]) {
    hosts.push(
      await startFunctionsHost({ appFolder: appFolder({ after }, { 'app.js': app }), port: 0, isDirectAnswerOff, door, log: () => {} }),
    )
  }
})
after(() => Promise.all(hosts.map((host) => host.stop())))

interface Answer {
  readonly status: number | undefined
  readonly headers: object
  readonly body: string
}

interface Sent {
  readonly path: string
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Buffer
}

const form =
  '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name="f"; filename="f.txt"\r\n\r\ntext\r\n--x--\r\n'
const json = { 'content-type': 'application/json' }

const encode = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64')
const person = (headers: Record<string, string>): Sent => ({ path: 'show/1', headers: { 'x-person': JSON.stringify(headers) } })
const appServicePerson = { 'x-ms-client-principal-id': 'i', 'x-ms-client-principal-name': 'n', 'x-ms-client-principal-idp': 'aad' }

const requests: Record<string, Sent> = {
  'a GET with route, query and headers': {
    path: 'show/12/x%20y?a=1&A=2&b=&c=%C3%BC+%2B&a=3',
    headers: { 'X-Multi': ['1', '2'], 'x-empty': '', cookie: 'a=1; b=2' },
  },
  'an odd path': { path: 'show/12?x=%zz&y=<"\'>#f' },
  'a POST with JSON': { path: 'show/12', method: 'POST', headers: json, body: '{"a":1}' },
  'a person of App Service': person({ 'x-ms-client-principal': encode({ claims: [] }), ...appServicePerson }),
  'a person of Static Web Apps': person({ 'x-ms-client-principal': encode({ identityProvider: 'github', userId: 'u', userDetails: 'd' }) }),
  'a person without a name': person({ 'x-ms-client-principal': encode({}), 'x-ms-client-principal-id': 'i' }),
  'a principal that is no JSON': person({ 'x-ms-client-principal': 'x' }),
  'a principal that is a list': person({ 'x-ms-client-principal': encode([]) }),
  'a person that only the client claims': {
    path: 'show/1',
    headers: { 'x-ms-client-principal': encode({ claims: [] }), ...appServicePerson },
  },
  text: { path: 'text', method: 'POST', body: '\uFEFFgrün ✓' },
  'text that is no UTF-8': { path: 'text', method: 'POST', body: Buffer.from([0xff, 0xfe, 65]) },
  'text of a request without a body': { path: 'text' },
  'a GET with a body': { path: 'text', body: 'ignored', headers: { 'content-length': '7' } },
  'an empty body': { path: 'text', method: 'POST', body: '' },
  JSON: { path: 'json', method: 'PUT', body: '[1,{"a":null}]' },
  'broken JSON': { path: 'json', method: 'POST', body: '{"a":' },
  'JSON of nothing': { path: 'json', method: 'POST' },
  bytes: { path: 'bytes', method: 'POST', body: Buffer.from([0, 1, 254, 255]) },
  'bytes of nothing': { path: 'bytes', method: 'POST' },
  'an image': { path: 'buffer', method: 'PATCH', body: Buffer.alloc(100_000, 7) },
  'a blob': { path: 'blob', method: 'POST', headers: { 'content-type': 'Text/Plain' }, body: 'abc' },
  'a form': { path: 'form', method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: form },
  'a form in a URL': { path: 'form', method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1&b=%20' },
  'no form': { path: 'form', method: 'POST', headers: json, body: '{}' },
  'a body that is read as a stream': { path: 'stream', method: 'POST', body: Buffer.alloc(300_000, 1) },
  'a stream of nothing': { path: 'stream' },
  'a body that is read twice': { path: 'twice', method: 'POST', body: '{}' },
  'no body, read twice': { path: 'twice', method: 'POST' },
  'readers that race': { path: 'racing', method: 'POST', body: '{"a":1}' },
  'a clone': { path: 'cloned?q=1', method: 'POST', headers: { 'x-gone': '1' }, body: 'both' },
  'a content type that the handler changes': { path: 'retyped', method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'a=1' },
  'what a request is made of': { path: 'methods', method: 'POST', body: 'x' },
  HEAD: { path: 'result-json', method: 'HEAD' },
  OPTIONS: { path: 'result-json', method: 'OPTIONS' },
  'a function without a return binding': { path: 'unanswered' },
  'a handler that throws': { path: 'throws' },
  'a handler that rejects with nothing': { path: 'rejects' },
}
for (const name of Object.keys(results)) requests[`the result "${name}"`] = { path: `result-${name}` }

for (const [title, sent] of Object.entries(requests)) {
  test(`both ways answer alike: ${title}`, async () => {
    const [direct, model] = await Promise.all(hosts.map((host) => send(host, sent)))
    assert.deepEqual(direct, model)
  })
}

test('a handler sees an instance of its own library, lazy or not', async () => {
  for (const host of hosts) {
    const { body } = await send(host, { path: 'show/12?a=1' })
    const seen = JSON.parse(body)
    assert.deepEqual([seen.isRequest, seen.constructorName, seen.isContext, seen.query], [true, 'HttpRequest', true, [['a', '1']]])
  }
})

function send({ port }: RunningFunctionsHost, { path, method = 'GET', headers = {}, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = openRequest({
      host: '127.0.0.1',
      port,
      path: `/api/${path}`,
      method,
      headers: { ...headers, host: 'factory.example.com' },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { date, ...rest } = response.headers
        assert.ok(date)
        resolve({ status: response.statusCode, headers: rest, body: Buffer.concat(chunks).toString('latin1') })
      })
    })
    request.end(body)
  })
}
