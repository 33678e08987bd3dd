import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as elapse } from 'node:timers/promises'
import type { Cleanup } from '../app-folder.ts'
import { type HostProcess, launchHost } from '../host-process.ts'

// Far more than anything takes here: it only turns a hang into an error that says where.
const endsWithinMilliseconds = 60_000

/** What the management API says of an instance, times as texts. */
export interface Status {
  readonly name: string
  readonly instanceId: string
  readonly runtimeStatus: string
  readonly input: unknown
  readonly output: unknown
  readonly customStatus: unknown
  readonly createdTime: string
  readonly lastUpdatedTime: string
  readonly historyEvents?: readonly HistoryEvent[]
}

export interface HistoryEvent {
  readonly EventType: string
  readonly Timestamp: string
  readonly FunctionName?: string
  /** Of what is asked for and not yet answered. */
  readonly Name?: string
  readonly FireAt?: string
  readonly Result?: unknown
  readonly Reason?: string
}

export interface DurableHost {
  readonly host: HostProcess
  /** A call of the real client inside the app; rejects with the client's own message. */
  client<T>(method: string, ...args: unknown[]): Promise<T>
  /** The HTTP management API, as people call it from outside. */
  manage(method: string, path: string, body?: unknown): Promise<Response>
  status(id: string): Promise<Status>
  history(id: string): Promise<readonly HistoryEvent[]>
  start(name: string, input?: unknown, instanceId?: string): Promise<string>
  /** Resolves as soon as the instance is in this state; rejects when it ends in another one. */
  until(id: string, isSo: (status: Status) => boolean): Promise<Status>
  /** Resolves when there is an instance of this id, for those that an orchestration starts. */
  untilKnown(id: string): Promise<void>
  ended(id: string): Promise<Status>
  /** Outputs of many, in the order of their ids, when all have ended. */
  outputs(ids: readonly string[]): Promise<unknown[]>
  run(name: string, input?: unknown): Promise<Status>
  /** Of a run that must complete. */
  output(name: string, input?: unknown): Promise<unknown>
  /** Of a run that must fail: the text that people read in its status. */
  failure(name: string, input?: unknown): Promise<string>
}

const hostsOf = new Map<string, HostProcess[]>()

/** A host with `apps/{app}.ts`; it and its data go when the tests end. */
export async function startDurableHost(t: Cleanup, app: string, env: Record<string, string> = {}): Promise<DurableHost> {
  return launchDurableHost(app, dataFolder(t), env)
}

/** A folder for the data of hosts. It goes when the tests end, after the hosts that were launched in it. */
export function dataFolder(t: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'durable-data-'))
  t.after(async () => {
    for (const host of hostsOf.get(folder) ?? []) await host.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return folder
}

/** @param data a folder of `dataFolder`, of which a host takes up what the one before left. */
export async function launchDurableHost(app: string, data: string, env: Record<string, string> = {}): Promise<DurableHost> {
  const folder = resolve('test/local/functions-host/durable/apps')
  const host = await launchHost(folder, env, ['--entry', `${app}.ts`, '--data', data])
  hostsOf.set(data, [...(hostsOf.get(data) ?? []), host])
  return connect(host)
}

export const hasEnded = ({ runtimeStatus }: Status) => !/^(Pending|Running|Suspended|ContinuedAsNew)$/.test(runtimeStatus)

function connect(host: HostProcess): DurableHost {
  const client: DurableHost['client'] = async (method, ...args) => {
    const answer = await fetch(`${host.url}/api/client/${method}`, { method: 'POST', body: JSON.stringify(args) })
    const text = await answer.text()
    assert.equal(answer.status, 200, `${method}: ${text}`)
    const result = JSON.parse(text) as { value?: unknown; error?: string }
    if (result.error !== undefined) throw new Error(result.error)
    return result.value as never
  }

  const manage: DurableHost['manage'] = (method, path, body) =>
    fetch(`${host.url}/runtime/webhooks/durabletask/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })

  const status = async (id: string, query = '') => {
    const answer = await manage('GET', `instances/${id}${query}`)
    assert.ok(answer.status === 200 || answer.status === 202, `${id}: ${answer.status}`)
    return (await answer.json()) as Status
  }

  const until: DurableHost['until'] = async (id, isSo) => {
    const deadline = AbortSignal.timeout(endsWithinMilliseconds)
    for (;;) {
      const now = await status(id)
      if (isSo(now)) return now
      if (hasEnded(now) || deadline.aborted) throw new Error(`It did not come to that: ${JSON.stringify(now)}`)
      await elapse(5)
    }
  }

  const untilKnown: DurableHost['untilKnown'] = async (id) => {
    const deadline = AbortSignal.timeout(endsWithinMilliseconds)
    while ((await manage('GET', `instances/${id}`)).status === 404) {
      if (deadline.aborted) throw new Error(`There is no instance ${id}.`)
      await elapse(5)
    }
  }

  const start: DurableHost['start'] = (name, input, instanceId) => client('startNew', name, { input, instanceId })
  const ended: DurableHost['ended'] = async (id) => {
    const answer = await fetch(`${host.url}/api/wait/${id}?timeout=${endsWithinMilliseconds}`)
    assert.notEqual(answer.status, 202, `${name(id, await status(id))} has not ended`)
    await answer.text()
    return status(id)
  }
  const outputs: DurableHost['outputs'] = async (ids) => {
    const deadline = AbortSignal.timeout(2 * endsWithinMilliseconds)
    for (;;) {
      const all = new Map((await client<Status[]>('getStatusAll')).map((each) => [each.instanceId, each]))
      const open = ids.filter((id) => !all.has(id) || !hasEnded(all.get(id)!))
      if (open.length === 0) return ids.map((id) => all.get(id)?.output)
      if (deadline.aborted) throw new Error(`These have not ended: ${open.join(', ')}`)
      await elapse(50)
    }
  }
  const run: DurableHost['run'] = async (...how) => ended(await start(...how))

  return {
    host,
    client,
    manage,
    status,
    start,
    until,
    untilKnown,
    ended,
    outputs,
    run,
    history: async (id) => (await status(id, '?showHistory=true&showHistoryOutput=true')).historyEvents ?? [],
    output: async (...how) => {
      const end = await run(...how)
      assert.equal(end.runtimeStatus, 'Completed', JSON.stringify(end))
      return end.output
    },
    failure: async (...how) => {
      const end = await run(...how)
      assert.equal(end.runtimeStatus, 'Failed', JSON.stringify(end))
      return String(end.output)
    },
  }
}

const name = (id: string, status: Status) => `${status.name} ${id} (${status.runtimeStatus})`
