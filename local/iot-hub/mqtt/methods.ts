import { HubError } from '../hub-error.ts'
import { type Address, addressKey } from '../identity/identity.ts'
import type { Json } from '../identity/twin.ts'
import { deliver, type Session, type Sessions } from './sessions.ts'
import { methodFilter, methodTopic } from './topics.ts'

export interface MethodCall {
  readonly name: string
  readonly payload: Json
  readonly responseTimeoutSeconds: number
  /** How long to wait for a device that is not there. */
  readonly connectTimeoutSeconds: number
}

export interface MethodAnswer {
  readonly status: number
  readonly payload: Json
}

export interface Methods {
  /** Throws DeviceNotOnline (404103), DeviceTimeout (504101) or BadDeviceResponse (502). */
  invoke(address: Address, call: MethodCall): Promise<MethodAnswer>
  answered(session: Session, requestId: string, status: number, payload: Buffer): void
  /** A session subscribed: calls that wait for it go out. */
  subscribed(session: Session): void
  close(): void
}

interface Pending {
  readonly session: Session
  resolve(answer: { status: number; payload: Buffer }): void
  reject(error: Error): void
}

export function createMethods(sessions: Sessions): Methods {
  const pending = new Map<string, Pending>()
  const arrivals = new Map<string, Set<() => void>>()
  let lastRequest = 0

  const ready = (address: Address) => {
    const session = sessions.live(address)
    return session?.filters.has(methodFilter) ? session : undefined
  }

  const arrival = async (address: Address, seconds: number): Promise<Session> => {
    const key = addressKey(address)
    const waiting = arrivals.get(key) ?? new Set()
    arrivals.set(key, waiting)
    await new Promise<void>((resolve) => {
      const patience = setTimeout(resolve, seconds * 1000)
      waiting.add(() => {
        clearTimeout(patience)
        resolve()
      })
    })
    const session = ready(address)
    if (session === undefined) throw notOnline()
    return session
  }

  const ask = (session: Session, call: MethodCall) => {
    const requestId = (++lastRequest).toString(16)
    let patience: NodeJS.Timeout | undefined
    const answer = new Promise<{ status: number; payload: Buffer }>((resolve, reject) => {
      pending.set(requestId, { session, resolve, reject })
      patience = setTimeout(() => reject(timedOut()), call.responseTimeoutSeconds * 1000)
    })
    // A call without a payload reaches the device as the JSON text null.
    deliver(session, methodTopic(call.name, requestId), JSON.stringify(call.payload ?? null))
    return answer.finally(() => {
      clearTimeout(patience)
      pending.delete(requestId)
    })
  }

  return {
    async invoke(address, call) {
      const session = ready(address) ?? (call.connectTimeoutSeconds > 0 ? await arrival(address, call.connectTimeoutSeconds) : undefined)
      if (session === undefined) throw notOnline()
      const { status, payload } = await ask(session, call)
      return { status, payload: parseAnswer(payload) }
    },
    answered(session, requestId, status, payload) {
      const call = pending.get(requestId)
      // Only who was asked may answer: the request ids are easy to guess.
      if (call?.session === session) call.resolve({ status, payload })
    },
    subscribed(session) {
      if (!session.filters.has(methodFilter)) return
      const key = addressKey(session.entry.address)
      for (const wake of arrivals.get(key) ?? []) wake()
      arrivals.delete(key)
    },
    close() {
      for (const { reject } of pending.values()) reject(timedOut())
      for (const waiting of arrivals.values()) for (const wake of waiting) wake()
    },
  }
}

// The service puts a JSON text into its message; clients look for the number in it.
const detail = (errorCode: number, message: string) =>
  JSON.stringify({ errorCode, trackingId: '', message, timestampUtc: new Date().toISOString() })
const notOnline = () => new HubError('DeviceNotOnline', detail(404103, 'Timed out waiting for device to connect.'))
const timedOut = () => new HubError('DeviceTimeout', detail(504101, 'Timed out waiting for the response from device.'))

function parseAnswer(payload: Buffer): Json {
  const text = payload.toString()
  if (text === '') return null
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new HubError('BadDeviceResponse', detail(502001, 'The device answered with what is no JSON.'))
  }
}
