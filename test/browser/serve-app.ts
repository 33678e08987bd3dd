import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions'
import { routes } from '../../functions/review/routes/index.ts'
import { type ServeOptions, serveRoute } from '../../functions/review/serve-route.ts'
import { serveUi } from '../../functions/ui/serve-ui.ts'
import { uiFolder } from '../../functions/ui/ui-files.ts'
import { identify } from '../../local/sign-in/identify.ts'
import { answerSignIn } from '../../local/sign-in/pages.ts'
import { laptopTenant } from '../../local/sign-in/people.ts'
import type { Ports } from '../../shared/ports.ts'
import { ensureUi } from '../../ui/build.ts'

export interface ServedApp {
  readonly origin: string
  close(): void
}

const sessionKey = Buffer.alloc(32, 1)

/**
 * Pages and API on a port of their own, over the ports that a test brings: what the functions host does, without the host.
 * One signs in as on the laptop (`signInAs`). A test that needs the durable engine brings its own `ports.orchestrations`.
 */
export async function serveApp(ports: Ports, more: Partial<ServeOptions> = {}): Promise<ServedApp> {
  await ensureUi()
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const serving = { tenant: laptopTenant, publicOrigin: origin, ...more }
  const rows = routes.map(({ needsOrchestrations: _, ...row }) => ({
    method: row.method as string,
    pattern: patternOf(`api/${row.path}`),
    handler: serveRoute(row, ports, serving),
  }))
  rows.push({ method: 'GET', pattern: /^(?<path>.*)$/, handler: serveUi({ folder: uiFolder, mediaOrigin: ports.links.origin }) })

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (answerSignIn(request, response, sessionKey)) return
    const url = new URL(request.url ?? '/', origin)
    const path = decodeURI(url.pathname.slice(1))
    const row = rows.find(({ method, pattern }) => method === request.method && pattern.test(path))
    if (row === undefined) return void response.writeHead(404).end()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const call = new HttpRequest({
      method: request.method!,
      url: url.href,
      params: { ...row.pattern.exec(path)?.groups },
      query: Object.fromEntries(url.searchParams),
      headers: { ...(request.headers as Record<string, string>), ...identify(request, sessionKey) },
      ...(chunks.length > 0 && { body: { bytes: Buffer.concat(chunks) } }),
    })
    const result = (await row.handler(call, new InvocationContext({ logHandler: () => {} }))) as HttpResponseInit
    response.writeHead(result.status ?? 200, result.headers as Record<string, string>).end(result.body)
  }
  return {
    origin,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
}
