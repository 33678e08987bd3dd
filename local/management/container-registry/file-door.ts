import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Stands for the blobs that builds read their source from and write their logs to. Whoever knows a name may use it. */
export interface FileDoor {
  readonly url: string
  close(): Promise<void>
}

const maxSourceBytes = 512 * 1024 * 1024

/** `PUT /source/{name}` and `GET /logs/{name}` on loopback, as files of a folder. */
export async function openFileDoor(folder: string): Promise<FileDoor> {
  for (const kind of ['source', 'logs']) mkdirSync(join(folder, kind), { recursive: true })
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, kind, name] = /^\/(source|logs)\/([\w.-]{1,100})(?:\?|$)/.exec(request.url ?? '') ?? []
  if (kind === 'source' && request.method === 'PUT') {
    const file = join(folder, 'source', String(name))
    const isTaken = await receive(request, file)
    response.writeHead(isTaken ? 201 : 413).end()
    return
  }
  const log = join(folder, 'logs', String(name))
  if (kind !== 'logs' || request.method !== 'GET' || !existsSync(log)) {
    request.resume()
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
  await pipeline(createReadStream(log), response)
}

/** Whole or not at all. */
async function receive(request: IncomingMessage, file: string): Promise<boolean> {
  const next = `${file}.next`
  let bytes = 0
  try {
    await pipeline(
      request,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          if (bytes <= maxSourceBytes) yield chunk
        }
      },
      createWriteStream(next, { flush: true }),
    )
    if (bytes <= maxSourceBytes) renameSync(next, file)
    return bytes <= maxSourceBytes
  } finally {
    rmSync(next, { force: true })
  }
}
