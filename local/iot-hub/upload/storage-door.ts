import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'

/** Lets devices reach the storage account over the hub's own HTTPS port: Azurite speaks plain HTTP, devices send to https only. */
export interface StorageDoor {
  owns(url: string): boolean
  pass(request: IncomingMessage, response: ServerResponse): void
}

/** `account` is the first path segment, as emulators have it; `target` is where the account is served. */
export function createStorageDoor(account: string, target: URL): StorageDoor {
  return {
    owns: (url) => url.startsWith(`/${account}/`),
    pass(request, response) {
      const onward = httpRequest(
        {
          host: target.hostname,
          port: target.port,
          method: request.method,
          path: request.url,
          headers: { ...request.headers, host: target.host },
        },
        (answer) => {
          // The device may be gone by now.
          if (response.destroyed) return void answer.destroy()
          response.writeHead(answer.statusCode ?? 502, answer.headers)
          pipeline(answer, response, () => {})
        },
      )
      onward.on('error', () => {
        if (response.headersSent) response.destroy()
        else response.writeHead(502).end()
      })
      pipeline(request, onward, (error) => {
        if (error) onward.destroy()
      })
    },
  }
}
