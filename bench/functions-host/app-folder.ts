import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A function app with an HTTP function that takes and gives JSON, and one that reads batches of events. */
export function benchApp(): string {
  const folder = mkdtempSync(join(tmpdir(), 'functions-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'host.json'), '{"version":"2.0"}')
  writeFileSync(join(folder, 'package.json'), '{"type":"module","main":"app.js"}')
  writeFileSync(
    join(folder, 'app.js'),
    `import { app } from '@azure/functions'
app.http('ingest', { methods: ['POST'], handler: async (request) => {
  const { device, temperature } = await request.json()
  return { status: 202, jsonBody: { ok: true, device, temperature } }
} })
app.eventHub('telemetry', { connection: 'Events', eventHubName: 'hub', cardinality: 'many', handler: async (events) => {
  let sum = 0
  for (const { temperature } of events) sum += temperature
  return sum
} })`,
  )
  return folder
}

export const body = JSON.stringify({
  device: 'cam-17',
  at: '2026-05-01T10:00:00Z',
  temperature: 41.2,
  vibration: 0.013,
  note: 'x'.repeat(380),
})
