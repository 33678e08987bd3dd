import { resolve } from 'node:path'
import type { Night } from '../../../../shared/domain/night.ts'
import type { Recording } from '../../../../shared/domain/recording.ts'
import { startNight } from '../../../../shared/operations/start-night.ts'
import type { Orchestrations, Ports } from '../../../../shared/ports.ts'
import type { Cleanup } from '../../../local/functions-host/app-folder.ts'
import { type HostProcess, launchHost } from '../../../local/functions-host/host-process.ts'
import { hostData } from './night-host.ts'

export interface StubbedNights {
  readonly host: HostProcess
  /** Runs a night to its end. */
  run(): Promise<Night>
  /** A call of the engine's HTTP API. */
  ask<Answer>(path: string): Promise<Answer>
}

export async function addRecordings(ports: Ports, count: number): Promise<readonly Recording[]> {
  await ports.rosters.saveSite({ id: 'plant', name: 'Plant', timeZone: 'Europe/Berlin' })
  const recordings = Array.from({ length: count }, (_, index): Recording => {
    const startedAt = new Date(Date.UTC(2026, 2, 1, 10, index)).toISOString()
    const endedAt = new Date(Date.UTC(2026, 2, 1, 10, index, 30)).toISOString()
    const file = { bytes: 1000, sha256: String(index).padStart(64, '0'), codec: 'avc1.42e01e', frameRate: 10, width: 64, height: 36 }
    return {
      id: `rec-${index}`,
      site: 'plant',
      device: 'edge-1',
      camera: 'line-1',
      startedAt,
      endedAt,
      path: `plant/${index}.mp4`,
      receivedAt: endedAt,
      ...file,
    }
  })
  await Promise.all(
    recordings.map(async (recording) => {
      await ports.changes.mark({ kind: 'recording', id: recording.id, site: 'plant' })
      await ports.recordings.save(recording)
    }),
  )
  return recordings
}

/** A host whose activities do nothing to videos; `env` says which recordings fail and how. Pauses between attempts are short. */
export async function startStubbedNights(
  t: Cleanup,
  ports: Ports,
  storage: string,
  env: Record<string, string> = {},
): Promise<StubbedNights> {
  const host = await launchHost(resolve('test/functions/night/apps'), { STORAGE: storage, ...env }, [
    '--entry',
    'stubbed.ts',
    '--data',
    hostData(t),
  ])
  t.after(() => host.kill())
  const api = `${host.url}/runtime/webhooks/durabletask`
  const orchestrations: Orchestrations = {
    start: async (name, id, input) => {
      const body = JSON.stringify({ ...(input as object), pauseMs: 1 })
      const { status } = await fetch(`${api}/orchestrators/${name}/${id}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      })
      if (status !== 202) throw new Error(`${name} ${id}: ${status}`)
    },
    wake: () => Promise.reject(new Error('Nobody waits here.')),
    status: () => Promise.reject(new Error('Nobody asks here.')),
  }
  return {
    host,
    run: async () => {
      const from = host.lines.length
      const { night } = await startNight(
        { ...ports, orchestrations },
        { site: 'plant', date: '2025-01-01', again: true, startedBy: 'timer' },
      )
      await host.line(/Executed 'Functions\.finish-night' \(Succeeded/, from)
      return (await ports.nights.find('plant', night.id))!.value
    },
    ask: async (path) => (await (await fetch(`${api}/${path}`)).json()) as never,
  }
}
