import { createServer } from 'node:http'
import { closeServer, listen } from '../../http/listen.ts'
import type { Engine } from '../engine.ts'
import { answerApi } from './answer-api.ts'

const prefix = '/durabletask'

/** The API on a port of its own on loopback, for the clients of the app itself: as in Azure these need no key. */
export async function startRpcServer(engine: Engine): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (!path.startsWith(`${prefix}/`)) return void response.writeHead(404).end()
    answerApi(engine, request, response, path.slice(prefix.length)).catch((error: unknown) => {
      engine.host.log(`Durable Functions API ${request.method} ${path}: ${String(error)}`)
      response.writeHead(500).end()
    })
  })
  const port = await listen(server, 0)
  return { url: `http://127.0.0.1:${port}${prefix}/`, close: () => closeServer(server) }
}
