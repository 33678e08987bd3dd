import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * What can go wrong with one request.
 * - `reject`: answered with the status, never executed.
 * - `execute-then-fail`: executed, and then the answer is another one, a reset, or never comes. The caller cannot know.
 * - `delay`: executed late. `truncate-body`: the answer breaks off in the middle. `pause-body`: it stands still there for a while.
 */
export type NetworkFault =
  | { readonly kind: 'reject'; readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly kind: 'execute-then-fail'; readonly how: 'reset' | 'hang' | number }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'truncate-body' }
  | { readonly kind: 'pause-body'; readonly ms: number }

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** 1, 2, 3 … over all requests of this proxy. */
  readonly count: number
}

export interface FaultProxy {
  /** Of the proxy; say it instead of the target's. */
  readonly url: string
  readonly requests: readonly SeenRequest[]
  /** Decides what happens to a request; undefined = nothing. Replace it at any time. */
  decide: (request: SeenRequest) => NetworkFault | undefined
  close(): Promise<void>
}

/** Stands in front of a service on loopback and breaks what the test wants broken. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const requests: SeenRequest[] = []
  const { hostname, port } = new URL(target)
  const server = createServer(async (incoming, answer) => {
    const body = await readAll(incoming)
    const { method = '', url: path = '', headers } = incoming
    const seen = { method, path, headers, body: body.toString('latin1'), count: requests.length + 1 }
    requests.push(seen)
    const fault = proxy.decide(seen)
    if (fault?.kind === 'reject') return reject(answer, fault.status, fault.retryAfterSeconds)
    if (fault?.kind === 'delay') await sleep(fault.ms)
    const forwarded = await forward(incoming, body, { hostname, port })
    if (fault?.kind === 'execute-then-fail') return failAfter(answer, fault.how)
    answer.writeHead(forwarded.status, forwarded.headers)
    if (fault?.kind !== 'truncate-body' && fault?.kind !== 'pause-body') return answer.end(forwarded.body)
    const half = Math.floor(forwarded.body.length / 2)
    if (fault.kind === 'truncate-body') return answer.write(forwarded.body.subarray(0, half), () => answer.destroy())
    answer.write(forwarded.body.subarray(0, half))
    await sleep(fault.ms)
    answer.end(forwarded.body.subarray(half))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    decide: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return proxy
}

/** Faults by chance, the same ones for the same seed. Rates are shares of the requests. */
export function randomFaults(random: () => number, faults: readonly { readonly rate: number; readonly fault: NetworkFault }[]) {
  return (): NetworkFault | undefined => {
    let chance = random()
    for (const { rate, fault } of faults) {
      if (chance < rate) return fault
      chance -= rate
    }
    return undefined
  }
}

interface Forwarded {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: Buffer
}

function forward(incoming: IncomingMessage, body: Buffer, target: { hostname: string; port: string }): Promise<Forwarded> {
  return new Promise((resolve, reject) => {
    const { method, url: path, headers } = incoming
    const outgoing = request({ ...target, method, path, headers, agent: false }, async (response) => {
      const { 'transfer-encoding': _, connection: __, ...kept } = response.headers
      resolve({ status: response.statusCode ?? 502, headers: kept, body: await readAll(response) })
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function reject(answer: ServerResponse, status: number, retryAfterSeconds?: number): void {
  answer.writeHead(status, retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }).end()
}

function failAfter(answer: ServerResponse, how: 'reset' | 'hang' | number): void {
  if (how === 'reset') answer.socket?.resetAndDestroy()
  else if (how !== 'hang') reject(answer, how)
}
