import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Factory {
  readonly origin: string
  close(): Promise<void>
}

/** Everything that `npm start` brings up, in a folder of its own. */
export async function startFactory(): Promise<Factory> {
  const data = mkdtempSync(join(tmpdir(), 'pages-bench-'))
  const port = await freePort()
  const child = spawn(process.execPath, ['local/main.ts', '--port', String(port), '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const ready = Promise.withResolvers<void>()
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
    if (output.includes('As a script:')) ready.resolve()
  })
  ended.then(() => ready.reject(new Error(`npm start ended: ${output}`)))
  await ready.promise
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      child.kill('SIGINT')
      await ended
      rmSync(data, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The factory takes this port and the dozen after it; far above what other services use. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port > 65_000 ? port - 1000 : port
}
