import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appFolder } from './app-folder.ts'
import { startHostProcess } from './host-process.ts'

const esm = `import { app } from '@azure/functions'\napp.http('hello', { handler: async () => ({ body: 'esm' }) })`

test('an ESM app, a CommonJS app and a TypeScript app all run, by path or by glob', async (t) => {
  const common = `const { app } = require('@azure/functions')\napp.http('hello', { handler: async () => ({ body: 'cjs' }) })`
  const typed = `import { app, type HttpRequest } from '@azure/functions'\napp.http('hello', { handler: async (request: HttpRequest) => ({ body: \`ts \${request.method}\` }) })`
  const apps = {
    esm: { 'app.js': esm },
    cjs: { 'package.json': '{"main":"src/{index,functions/*}.js"}', 'src/index.js': '', 'src/functions/hello.js': common },
    'ts GET': { 'package.json': '{"type":"module","main":"functions/index.ts"}', 'functions/index.ts': typed },
  }
  await Promise.all(
    Object.entries(apps).map(async ([expected, files]) => {
      const host = await startHostProcess(t, appFolder(t, files))
      assert.equal(await (await fetch(`${host.url}/api/hello`)).text(), expected)
      assert.equal(await host.stop(), 0)
    }),
  )
})

test('what the host prints: functions, routes, one line at the start and the end of an execution', async (t) => {
  const app = `${esm}\napp.timer('never', { schedule: '0 0 0 1 1 *', handler: () => {} })
app.http('fails', { route: 'a/{b?}', methods: ['POST'], handler: () => { throw new Error('AccountKey=topsecret; sig=abc') } })`
  const host = await startHostProcess(t, appFolder(t, { 'app.js': app }))
  await host.line(/\thello: \[GET,POST\] http:\/\/localhost:\d+\/api\/hello$/)
  await host.line(/\tfails: \[POST\] http:\/\/localhost:\d+\/api\/a\/\{b\?\}$/)
  await host.line(/\tnever: timerTrigger$/)
  await fetch(`${host.url}/api/hello`)
  const id = /Executing 'Functions\.hello' \(Reason='.+', Id=([0-9a-f-]{36})\)/.exec(await host.line(/Executing 'Functions\.hello'/))?.[1]
  await host.line(new RegExp(`Executed 'Functions\\.hello' \\(Succeeded, Id=${id}, Duration=\\d+ms\\)`))
  assert.equal((await fetch(`${host.url}/api/a`, { method: 'POST' })).status, 500)
  await host.line(/Executed 'Functions\.fails' \(Failed, Id=[0-9a-f-]{36}, Duration=\d+ms\)/)
  await host.line(/Exception: AccountKey=\[Hidden Credential\]; sig=\[Hidden Credential\]/)
  assert.equal(
    host.lines.some((line) => line.includes('topsecret')),
    false,
  )
})

test('an unknown trigger and a function with a wrong setting are named and left out; the others run', async (t) => {
  const app = `${esm}
app.generic('orders', { trigger: { type: 'serviceBusTrigger' }, handler: () => {} })
app.storageQueue('lost', { queueName: '%MISSING%', connection: 'X', handler: () => {} })
app.storageQueue('identity', { queueName: 'q', connection: 'Y', handler: () => {} })
app.timer('odd', { schedule: 'every day', handler: () => {} })`
  const host = await startHostProcess(t, appFolder(t, { 'app.js': app }), { Y__accountName: 'example' })
  await host.line(/'orders' .*'serviceBusTrigger'/)
  await host.line(/'lost' function is in error: .*MISSING/)
  await host.line(/'identity' function is in error: .*Y__accountName.*managed identity/)
  await host.line(/'odd' function is in error: .*every day/)
  assert.equal((await fetch(`${host.url}/api/hello`)).status, 200)
})

test('settings: the environment goes before local.settings.json, which may name the port and hold comments', async (t) => {
  const app = `import { app } from '@azure/functions'
app.http('settings', { route: '%ROUTE%', handler: () => ({ jsonBody: [process.env.A, process.env.B, process.env.WEBSITE_HOSTNAME, process.env.FUNCTIONS_WORKER_RUNTIME, process.cwd().split('/').at(-1)] }) })`
  const local = `{ "IsEncrypted": false, // as func init writes it
    "Values": { "A": "file", "B": "file", "ROUTE": "the/settings" }, "Host": { "CORS": "*" } }`
  const folder = appFolder(t, {
    'app.js': app,
    'local.settings.json': local,
    'host.json': '{"version":"2.0","extensions":{"http":{"routePrefix":""}}}',
  })
  const host = await startHostProcess(t, folder, { B: 'environment' })
  const answer = await fetch(`${host.url}/the/settings`, { headers: { origin: 'http://localhost:3000' } })
  assert.deepEqual(await answer.json(), ['file', 'environment', `localhost:${new URL(host.url).port}`, 'node', folder.split('/').at(-1)])
  assert.equal(answer.headers.get('access-control-allow-origin'), '*')
})

const refusals: [string, Record<string, string>, RegExp][] = [
  [
    'no host.json value that fits',
    { 'host.json': '{"version":"2.0","extensions":{"queues":{"batchSize":99}}}' },
    /host\.json[\s\S]*batchSize/,
  ],
  ['a host.json that is no JSON', { 'host.json': '{' }, /host\.json is not JSON/],
  ['an entry point that throws', { 'app.js': 'throw new Error("no database")' }, /"app\.js" could not be loaded: .*no database/],
  ['no entry point', { 'package.json': '{"main":"dist/*.js"}' }, /No file matches the entry point "dist\/\*\.js"/],
  ['encrypted settings', { 'local.settings.json': '{"IsEncrypted":true}' }, /func settings decrypt/],
  ['two functions of one name', { 'app.js': `${esm}\napp.http('hello', { handler: () => {} })` }, /"hello" exists already/],
]
for (const [title, files, expected] of refusals) {
  test(`an app with ${title} does not start, and the reason is said`, async (t) => {
    await assert.rejects(startHostProcess(t, appFolder(t, { 'app.js': esm, ...files })), expected)
  })
}

test('hooks see and change invocations, share their data, and may stop one', async (t) => {
  const app = `import { app } from '@azure/functions'
app.hook.appStart((context) => console.log('started', typeof context.hookData))
app.hook.preInvocation((context) => { context.hookData.begun = true; context.invocationContext.log('pre', context.inputs.length)
  if (context.inputs[0].query.has('stop')) throw new Error('stopped by a hook')
  const handler = context.functionHandler; context.functionHandler = async (...args) => ({ ...(await handler(...args)), status: 201 }) })
app.hook.postInvocation((context) => { if (context.error) { context.result = { body: 'saved' }; context.error = null } else context.result = { ...context.result, headers: { 'x-begun': String(context.hookData.begun) } } })
app.hook.log((context) => { context.message = '<' + context.message + '>' })
app.hook.appTerminate(() => console.log('terminated'))
app.http('hello', { handler: async (request) => { if (request.query.has('fail')) throw new Error('x'); return { body: 'hello' } } })`
  const host = await startHostProcess(t, appFolder(t, { 'app.js': app }))
  await host.line(/^started object$/)
  const answer = await fetch(`${host.url}/api/hello`)
  assert.deepEqual([answer.status, answer.headers.get('x-begun'), await answer.text()], [201, 'true', 'hello'])
  await host.line(/<pre 1>/)
  assert.equal((await fetch(`${host.url}/api/hello?stop`)).status, 500)
  assert.equal(await (await fetch(`${host.url}/api/hello?fail`)).text(), 'saved')
  assert.equal(await host.stop(), 0)
  await host.line(/^terminated$/)
})

test('a host that is told to stop lets what runs end, and takes nothing new', async (t) => {
  const app = `import { app } from '@azure/functions'
let go
const gate = new Promise((resolve) => { go = resolve })
app.http('slow', { handler: async (request, context) => { context.log('slow begins'); await gate; return { body: 'finished' } } })
app.hook.appTerminate(() => console.log('terminated'))
process.on('SIGUSR2', () => go())`
  const folder = appFolder(t, { 'app.js': app })
  const host = await startHostProcess(t, folder)
  const slow = fetch(`${host.url}/api/slow`).then((answer) => answer.text())
  await host.line(/slow begins/)
  const stopped = host.stop()
  await assert.rejects(untilRefused(`${host.url}/api/slow`))
  host.signal('SIGUSR2')
  assert.equal(await slow, 'finished')
  assert.equal(await stopped, 0)
  await host.line(/^terminated$/)
})

async function untilRefused(url: string): Promise<never> {
  for (;;) await fetch(url, { method: 'DELETE', headers: { connection: 'close' } })
}
