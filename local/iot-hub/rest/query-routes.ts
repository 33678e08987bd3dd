import { HubError } from '../hub-error.ts'
import type { Registry } from '../identity/registry.ts'
import { runQuery } from '../query/run-query.ts'
import { type Answer, asObject, type Call } from './http-answer.ts'

const maxPage = 1000

/** `POST /devices/query`: a page, and in a header where the next one begins. */
export function answerQuery(registry: Registry, call: Call): Answer {
  const { query } = asObject(call.body)
  if (typeof query !== 'string') throw new HubError('ArgumentInvalid', 'query must be a text.')
  const asked = Number(call.headers['x-ms-max-item-count'] ?? maxPage)
  if (!Number.isInteger(asked) || asked < 1) throw new HubError('ArgumentInvalid', 'x-ms-max-item-count must be a positive integer.')
  const from = readContinuation(call.headers['x-ms-continuation'])
  const { kind, rows } = runQuery(registry, query)
  const page = rows.slice(from, from + Math.min(asked, maxPage))
  const next = from + page.length
  return {
    body: page,
    headers: {
      'x-ms-item-type': kind,
      ...(next < rows.length ? { 'x-ms-continuation': Buffer.from(String(next)).toString('base64') } : {}),
    },
  }
}

function readContinuation(header: string | string[] | undefined): number {
  if (header === undefined || header === '') return 0
  const from = Number(Buffer.from(String(header), 'base64').toString())
  if (!Number.isInteger(from) || from < 0) throw new HubError('ArgumentInvalid', 'x-ms-continuation is none of this hub.')
  return from
}

/** `GET /statistics/devices` and `/statistics/service`. */
export function answerStatistics(registry: Registry, name: string): Answer {
  const devices = registry.devices()
  const isEnabled = devices.filter(({ identity }) => identity.status === 'enabled').length
  if (name === 'devices')
    return { body: { totalDeviceCount: devices.length, enabledDeviceCount: isEnabled, disabledDeviceCount: devices.length - isEnabled } }
  if (name === 'service') return { body: { connectedDeviceCount: devices.filter(({ connection }) => connection.isConnected).length } }
  throw new HubError('ResourceNotFound', `There are no statistics named ${name}.`)
}
