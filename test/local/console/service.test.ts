import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readyJson, type ServiceOptions, startService } from '../../../local/console/service.ts'

interface Facts {
  readonly pid: number
}

async function withProgram(code: string, use: (options: ServiceOptions<Facts>, lines: string[]) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'service-'))
  const program = join(folder, 'program.mjs')
  writeFileSync(program, code)
  const lines: string[] = []
  try {
    const log = { write: (line: string) => lines.push(line), close: () => {} }
    await use({ name: 'thing', program, log, ready: readyJson<Facts>, signal: new AbortController().signal }, lines)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const ready = 'console.log(JSON.stringify({ pid: process.pid }))'

test('a service that cannot start says why with its own last words', () =>
  withProgram("console.error('the disk is full'); process.exitCode = 1", async (options) => {
    await assert.rejects(startService(options), /thing did not start \(exit code 1\):\nthe disk is full/)
  }))

test('a service that is killed is started again and can still be stopped', () =>
  withProgram(`${ready}; setInterval(() => {}, 1000)`, async (options, lines) => {
    const lost = Promise.withResolvers<string>()
    const back = Promise.withResolvers<void>()
    const onLine = () => lines.length === 2 && back.resolve()
    const service = await startService({ ...options, onLoss: lost.resolve, onLine })
    try {
      process.kill(service.facts.pid, 'SIGKILL')
      assert.match(await lost.promise, /thing ended \(SIGKILL\)/)
      await back.promise
      assert.notEqual(service.pid, service.facts.pid)
    } finally {
      await service.stop()
    }
    assert.throws(() => process.kill(service.pid!, 0), { code: 'ESRCH' })
  }))

test('what a service says about itself when it is ready stays out of the log, because it may hold keys', () =>
  withProgram(`${ready}; setInterval(() => {}, 1000)`, async (options, lines) => {
    const service = await startService(options)
    await service.stop()
    assert.deepEqual(lines, ['thing is ready'])
  }))

test('a start that is given up leaves no process behind', () =>
  withProgram('console.log(process.pid); setInterval(() => {}, 1000)', async (options, lines) => {
    const ending = new AbortController()
    const starting = startService({ ...options, signal: ending.signal, ready: () => undefined, onLine: () => ending.abort() })
    await assert.rejects(starting, /did not start \(SIGTERM\)/)
    assert.throws(() => process.kill(Number(lines[0]), 0), { code: 'ESRCH' })
  }))

test('a service ends when its starter is killed', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const keepsLine = `import { connect } from 'node:net'; connect(${port}, '127.0.0.1'); ${ready}`
  await withProgram(keepsLine, async ({ program }) => {
    const starter = `${program}.starter.ts`
    const service = new URL('../../../local/console/service.ts', import.meta.url).href
    writeFileSync(
      starter,
      `import { startService } from '${service}'
       const log = { write() {}, close() {} }
       await startService({ name: 'thing', program: ${JSON.stringify(program)}, log, ready: () => true, signal: new AbortController().signal })`,
    )
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', starter], { stdio: 'inherit' })
    const [line] = await once(server, 'connection')
    child.kill('SIGKILL')
    // The service's end of the line goes with the service.
    await once(line.resume(), 'close')
  })
  server.close()
})
