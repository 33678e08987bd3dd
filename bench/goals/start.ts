// How long people wait for `npm start`: from the command to the line that says where to look, beside Azurite's own start.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAzurite } from '../../local/azurite/start.ts'
import { median } from '../../shared/domain/median.ts'
import { report } from '../report.ts'

const rounds = 3
const times = { azurite: [] as number[], first: [] as number[], again: [] as number[] }
for (let round = 0; round < rounds; round++) {
  const data = mkdtempSync(join(tmpdir(), 'start-bench-'))
  try {
    times.azurite.push(await azuriteMs(join(data, 'alone')))
    times.first.push(await factoryMs(data))
    times.again.push(await factoryMs(data))
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  }
}
const peer = { peer: "Azurite's own start", peerValue: median(times.azurite), unit: 'ms', better: 'lower', goal: 1 / 3 } as const
report({ what: 'Everything is up, in a new folder', ourValue: median(times.first), ...peer })
report({ what: 'Everything is up, with the data of before', ourValue: median(times.again), ...peer })

async function azuriteMs(folder: string): Promise<number> {
  const startedAt = performance.now()
  const azurite = await startAzurite({ folder })
  const ms = performance.now() - startedAt
  await azurite.close()
  return ms
}

async function factoryMs(data: string): Promise<number> {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['local/main.ts', '--port', String(port), '--data', join(data, 'factory')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const ready = Promise.withResolvers<number>()
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
    if (output.includes('As a script:')) ready.resolve(performance.now() - startedAt)
  })
  ended.then(() => ready.reject(new Error(`npm start ended: ${output}`)))
  try {
    return await ready.promise
  } finally {
    child.kill('SIGINT')
    await ended
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
