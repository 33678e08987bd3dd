import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { azuriteConnectionString } from '../../local/azurite/start.ts'
import { planPorts } from '../../local/console/ports.ts'
import type { Role } from '../../shared/domain/person.ts'
import { freePort, startConsole } from '../local/console/console-process.ts'

export interface RunningFactory {
  /** Pages and API. */
  readonly origin: string
  readonly outboxUrl: string
  /** Traces and measures of the function app. */
  readonly tracesUrl: string
  /** What the simulated camera sends. */
  readonly cameraUrl: string
  /** Of its storage: what would take a night to come about is written there by the app's own ports. */
  readonly connectionString: string
  /** The first line of the console, from now or before, that matches. */
  line(pattern: RegExp): Promise<string>
  /** Asks the API as one of the people of the laptop. */
  get(path: string, role: Role): Promise<unknown>
  /** Ended as by a service manager, and waited for. Rejects when it did not end well. */
  close(): Promise<void>
}

/**
 * `npm start` with a folder and ports of its own and the simulated line of that seed; everything is up when it resolves.
 *
 * @param flags further ones of `npm start`
 */
export async function startFactory(seed: number, flags: readonly string[] = []): Promise<RunningFactory> {
  const data = mkdtempSync(join(tmpdir(), 'factory-'))
  const first = await freePort()
  const ports = planPorts(first)
  const console = startConsole(['--data', data, '--port', String(first), '--seed', String(seed), ...flags])
  const close = async () => {
    console.child.kill('SIGTERM')
    const code = await console.exited
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
    if (code !== 0) throw new Error(`The factory ended with ${code}:\n${console.lines.join('\n')}`)
  }
  await console.line(/As a script:/)
  const url = (port: number) => `http://127.0.0.1:${port}`
  const origin = url(first)
  return {
    origin,
    ...{
      outboxUrl: url(ports.outbox),
      tracesUrl: url(ports.telemetry),
      connectionString: azuriteConnectionString([url(ports.blob), url(ports.queue), url(ports.table)]),
      cameraUrl: `rtsp://127.0.0.1:${ports.camera}/line`,
    },
    line: console.line,
    get: async (path, role) => {
      const answer = await fetch(`${origin}/api/${path}`, { headers: { authorization: `Bearer ${role}` } })
      if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`)
      return answer.json()
    },
    close,
  }
}
