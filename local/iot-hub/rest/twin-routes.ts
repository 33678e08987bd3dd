import { HubError } from '../hub-error.ts'
import type { Address } from '../identity/identity.ts'
import type { Entry, Registry } from '../identity/registry.ts'
import { patchTwin, replaceTwin, type TwinPatch } from '../identity/twin.ts'
import { twinView } from '../identity/views.ts'
import type { Methods } from '../mqtt/methods.ts'
import { type Answer, asObject, type Call } from './http-answer.ts'

/** `/twins/{d}[/modules/{m}]`. */
export async function answerTwins(registry: Registry, address: Address, call: Call): Promise<Answer> {
  if (call.method === 'GET') return twinAnswer(registry.get(address))
  const isReplaced = call.method === 'PUT'
  if (!isReplaced && call.method !== 'PATCH') throw new HubError('ResourceNotFound', `${call.method} is not served here.`)
  const request = asObject(call.body) as TwinPatch
  const change = isReplaced ? replaceTwin : patchTwin
  return twinAnswer(await registry.changeTwin(address, call.ifMatch, (twin, now) => change(twin, request, now), isReplaced))
}

function twinAnswer(entry: Entry): Answer {
  return { body: twinView(entry), headers: { etag: `"${entry.twin.etag}"` } }
}

// learn.microsoft.com "Understand and invoke direct methods": bounds of the two timeouts and of the payload.
const responseTimeout = { least: 5, most: 300, usual: 30 }
const maxConnectTimeoutSeconds = 300
const maxPayloadBytes = 128 * 1024

/** `POST /twins/{d}[/modules/{m}]/methods`. */
export async function answerMethod(registry: Registry, methods: Methods, address: Address, call: Call): Promise<Answer> {
  registry.get(address)
  const { methodName, payload = null, responseTimeoutInSeconds = responseTimeout.usual, connectTimeoutInSeconds = 0 } = asObject(call.body)
  const [response, connect] = [Number(responseTimeoutInSeconds), Number(connectTimeoutInSeconds)]
  if (typeof methodName !== 'string' || methodName === '' || methodName.length > 100)
    throw new HubError('ArgumentInvalid', 'methodName must be 1 to 100 characters.')
  if (!(response >= responseTimeout.least && response <= responseTimeout.most))
    throw new HubError('ArgumentInvalid', `responseTimeoutInSeconds must be ${responseTimeout.least} to ${responseTimeout.most}.`)
  if (!(connect >= 0 && connect <= maxConnectTimeoutSeconds))
    throw new HubError('ArgumentInvalid', `connectTimeoutInSeconds must be 0 to ${maxConnectTimeoutSeconds}.`)
  if (Buffer.byteLength(JSON.stringify(payload)) > maxPayloadBytes)
    throw new HubError('ArgumentInvalid', `The payload may be ${maxPayloadBytes} bytes.`)
  return {
    body: await methods.invoke(address, { name: methodName, payload, responseTimeoutSeconds: response, connectTimeoutSeconds: connect }),
  }
}
