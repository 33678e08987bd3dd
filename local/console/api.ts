import type { Role } from '../../shared/domain/person.ts'

export interface Api {
  get<Answer>(path: string): Promise<Answer>
  put(path: string, body: object): Promise<void>
  remove(path: string): Promise<void>
}

/** The product's own review API, as a person with this role. On the laptop the door believes a script that names its role. */
export function createApi(url: string, role: Role, signal: AbortSignal): Api {
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${url}/api/${path}`, {
      method,
      signal,
      headers: { authorization: `Bearer ${role}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} /api/${path} answered ${response.status}: ${await response.text()}`)
    return response
  }
  return {
    get: async (path) => (await call('GET', path)).json() as Promise<never>,
    put: async (path, body) => void (await call('PUT', path, body)),
    remove: async (path) => void (await call('DELETE', path)),
  }
}
