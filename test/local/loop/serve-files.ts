import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import type { TestContext } from 'node:test'

/** The files of a folder over HTTP, as the storage gives them by a link. Answers the address. */
export async function serveFiles(t: Pick<TestContext, 'after'>, folder: string): Promise<string> {
  const server = createServer((request, response) => response.end(readFileSync(join(folder, basename(request.url ?? '')))))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
