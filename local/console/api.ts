import { setTimeout as sleep } from 'node:timers/promises'
import type { Role } from '../../shared/domain/person.ts'

export interface Api {
  get<Answer>(path: string): Promise<Answer>
  put(path: string, body: object): Promise<void>
  post<Answer>(path: string, body: object): Promise<Answer>
  remove(path: string): Promise<void>
}

/** The app refused, or could not do, what was asked; the message holds its own words. */
export class ApiError extends Error {}

/** Sends a ZIP to a path of the API. */
export type SendZip = <Answer>(path: string, zip: Uint8Array) => Promise<Answer>

type Content = { readonly type: string; readonly bytes: string | Uint8Array }

/** The product's own review API, as a person with this role. On the laptop the door believes a script that names its role. */
export function createApi(url: string, role: Role, signal: AbortSignal): Api {
  const call = createCall(url, role, signal)
  const json = (body: object) => ({ type: 'application/json', bytes: JSON.stringify(body) })
  return {
    get: async (path) => (await call('GET', path)).json() as Promise<never>,
    put: async (path, body) => void (await call('PUT', path, json(body))),
    post: async (path, body) => (await call('POST', path, json(body))).json() as Promise<never>,
    remove: async (path) => void (await call('DELETE', path)),
  }
}

export function createSendZip(url: string, role: Role, signal: AbortSignal): SendZip {
  const call = createCall(url, role, signal)
  return async (path, bytes) => (await call('POST', path, { type: 'application/zip', bytes })).json() as Promise<never>
}

function createCall(url: string, role: Role, signal: AbortSignal) {
  return async (method: string, path: string, content?: Content): Promise<Response> => {
    const ask = () =>
      fetch(`${url}/api/${path}`, {
        method,
        signal,
        headers: { authorization: `Bearer ${role}`, ...(content === undefined ? {} : { 'content-type': content.type }) },
        ...(content === undefined ? {} : { body: content.bytes as BodyInit }),
      })
    let response = await ask()
    // A script does in seconds what people do in hours, and waits as it is told.
    while (response.status === 429) {
      await sleep(1000 * Number(response.headers.get('retry-after') ?? 1), undefined, { signal })
      response = await ask()
    }
    if (!response.ok) throw new ApiError(`${method} /api/${path} answered ${response.status}: ${await response.text()}`)
    return response
  }
}
