import { HttpRequest, InvocationContext } from '@azure/functions'
import { routes } from '../../../functions/review/routes/index.ts'
import { serveRoute } from '../../../functions/review/serve-route.ts'
import { platformHeaders } from '../../../local/sign-in/identify.ts'
import { laptopPeople, laptopTenant } from '../../../local/sign-in/people.ts'
import type { Role } from '../../../shared/domain/person.ts'
import type { Ports } from '../../../shared/ports.ts'

export const publicOrigin = 'https://sightloop.example.com'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects to find
  readonly body: any
}

export interface Call {
  readonly as?: Role
  readonly headers?: Record<string, string>
  readonly query?: Record<string, string>
  readonly body?: unknown
}

/** Id of the person that a test calls as. */
export const idOf = (role: Role) => laptopPeople.find(({ handle }) => handle === role)!.id

/** The review API without a host in between: `call('GET', 'incidents/abc', { as: 'site-engineer' })`. */
export function reviewApi(ports: Ports): (method: string, path: string, call?: Call) => Promise<Answer> {
  return async (method, path, { as, headers = {}, query = {}, body } = {}) => {
    const found = routes
      .map((row) => ({ row, params: match(row.path, path) }))
      .find(({ row, params }) => row.method === method && params !== undefined)
    if (found?.params === undefined) throw new Error(`No route ${method} ${path}`)
    const person = laptopPeople.find(({ handle }) => handle === as)
    const request = new HttpRequest({
      method,
      url: `${publicOrigin}/api/${path}`,
      params: found.params,
      query,
      headers: { 'content-type': 'application/json', ...(person && platformHeaders(person)), ...headers },
      ...(body !== undefined && { body: { string: typeof body === 'string' ? body : JSON.stringify(body) } }),
    })
    const handler = serveRoute(found.row, ports, { tenant: laptopTenant, publicOrigin })
    const context = new InvocationContext({ invocationId: 'test', logHandler: () => {} })
    const answer = (await handler(request, context)) as { status: number; headers: Record<string, string>; body?: string }
    return { status: answer.status, headers: answer.headers, body: answer.body === undefined ? undefined : JSON.parse(answer.body) }
  }
}

function match(template: string, path: string): Record<string, string> | undefined {
  const names: string[] = []
  const pattern = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name)
    return '([^/]+)'
  })
  const values = new RegExp(`^${pattern}$`).exec(path)
  return values === null ? undefined : Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index + 1]!)]))
}
