// One server of the comparison, in a process of its own so that its CPU time can be told apart.
import { createWriteStream } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFunctionRegistry } from '../../local/functions-host/app/function-registry.ts'
import { loadApp } from '../../local/functions-host/app/load-app.ts'
import { createLinePrinter } from '../../local/functions-host/print-lines.ts'
import { startFunctionsHost } from '../../local/functions-host/start.ts'
import { benchApp } from './app-folder.ts'

const port = await start(process.argv[2])
process.send?.({ port })
process.on('message', () => process.send?.({ cpuMicroseconds: process.cpuUsage().user + process.cpuUsage().system }))
process.on('disconnect', () => process.exit(0))

function start(which: string | undefined): Promise<number> | number {
  if (which === 'bare') return listen(bare)
  if (which === 'model') return startModel()
  return startHost()
}

async function bare(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { device, temperature } = JSON.parse((await read(request)).toString())
  const text = JSON.stringify({ ok: true, device, temperature })
  response.writeHead(202, { 'content-type': 'application/json', 'content-length': text.length }).end(text)
}

/** The library's own invocation model behind node:http and nothing else: no routes, no log. */
async function startModel(): Promise<number> {
  const registry = createFunctionRegistry(() => {})
  await loadApp(benchApp(), undefined, registry)
  const fn = registry.functions.get('ingest')!
  return listen(async (request, response) => {
    const bytes = await read(request)
    const headers = request.headers as Record<string, string>
    const data = {
      http: { method: 'POST', url: `http://${headers['host']}${request.url}`, headers, query: {}, params: {}, body: { bytes } },
    }
    const invocationId = crypto.randomUUID()
    const invocation = { invocationId, functionId: fn.name, inputData: [{ name: fn.trigger.name, data }], triggerMetadata: {} }
    const model = registry.model!.getInvocationModel({
      invocationId,
      request: invocation,
      metadata: fn.metadata,
      state: undefined,
      log: () => {},
    })
    const { context, inputs } = await model.getArguments()
    const { returnValue } = await model.getResponse(context, await model.invokeFunction(context, inputs, fn.callback))
    const answer = returnValue?.http
    response
      .writeHead(Number(answer?.statusCode), { ...answer?.headers, 'content-length': answer?.body?.bytes?.length })
      .end(answer?.body?.bytes)
  })
}

/** As people run it, log lines and all; they go where nobody reads. */
async function startHost(): Promise<number> {
  const { print } = createLinePrinter(createWriteStream('/dev/null'))
  return (await startFunctionsHost({ appFolder: benchApp(), port: 0, log: print, settings: { 'AzureWebJobs.telemetry.Disabled': 'true' } }))
    .port
}

function read(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    request.on('error', reject)
  })
}

function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}
