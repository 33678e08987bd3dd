import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createBackOff } from '../../../local/edge-runtime/back-off.ts'
import { type EdgeRuntimeOptions, type ModuleState, startEdgeRuntime } from '../../../local/edge-runtime/start.ts'

const identity = {
  device: 'edge-1',
  module: 'vision',
  connectionString: 'HostName=localhost:8883;DeviceId=edge-1;ModuleId=vision;SharedAccessKey=a2V5',
  caFile: '/certificates/ca.pem',
}
const quick = { firstMs: 1, mostMs: 4, forgetAfterMs: 60_000 }

/** Runs a module whose code the test gives; `until` waits for a state or a log line. */
async function withModule(
  code: string,
  use: (module: {
    lines: string[]
    states: ModuleState[]
    until: (isTrue: () => boolean) => Promise<void>
    runtime: ReturnType<typeof startEdgeRuntime>
  }) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'module-'))
  const program = join(folder, 'module.mjs')
  writeFileSync(program, code)
  const lines: string[] = []
  const states: ModuleState[] = []
  let waiting: (() => void)[] = []
  const wake = () => {
    for (const go of waiting.splice(0)) go()
  }
  const options: EdgeRuntimeOptions = {
    ...{ identity, program, backOff: quick, environment: { SCORING_PORT: '7075' } },
    onLog: (line) => {
      lines.push(line)
      wake()
    },
    onState: (state) => {
      states.push(state)
      wake()
    },
  }
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise<void>((resolve) => waiting.push(resolve))
    waiting = []
  }
  const runtime = startEdgeRuntime(options)
  try {
    await use({ lines, states, until, runtime })
  } finally {
    await runtime.close()
    rmSync(folder, { recursive: true })
  }
}

test('a module finds its identity and its deployment in the environment, and nothing of the host', async () => {
  process.env['HOST_SECRET'] = 'not for modules'
  try {
    await withModule('console.log(JSON.stringify(process.env)); setInterval(() => {}, 1000)', async ({ lines, until }) => {
      await until(() => lines.length === 1)
      const seen = JSON.parse(lines[0]!)
      assert.equal(seen.EdgeHubConnectionString, identity.connectionString)
      assert.equal(seen.EdgeModuleCACertificateFile, identity.caFile)
      assert.equal(seen.IOTEDGE_DEVICEID, 'edge-1')
      assert.equal(seen.IOTEDGE_MODULEID, 'vision')
      assert.equal(seen.IOTEDGE_IOTHUBHOSTNAME, 'localhost:8883')
      assert.equal(seen.SCORING_PORT, '7075')
      assert.equal(seen.HOST_SECRET, undefined)
    })
  } finally {
    delete process.env['HOST_SECRET']
  }
})

test('a module that dies is started again and the restarts are counted', () =>
  withModule('console.log(process.pid); process.exitCode = 3', async ({ lines, states, until, runtime }) => {
    await until(() => lines.length >= 4)
    assert.ok(runtime.state.restartCount >= 3)
    assert.equal(new Set(lines).size, lines.length)
    assert.ok(states.some((state) => state.status === 'backoff' && state.lastExit === 'exit code 3'))
  }))

test('a module is asked to stop and has time to do so', () =>
  withModule(
    "process.on('SIGTERM', () => { console.log('finished'); clearInterval(t) }); const t = setInterval(() => {}, 1000); console.log('up')",
    async ({ lines, until, runtime }) => {
      await until(() => lines.includes('up'))
      await runtime.close()
      assert.deepEqual(lines, ['up', 'finished'])
      assert.deepEqual(runtime.state, { status: 'stopped', restartCount: 0, pid: undefined, lastExit: 'exit code 0' })
    },
  ))

test('a module that is stopped while it waits for its restart does not come back', () =>
  withModule('process.exitCode = 1', async ({ states, until, runtime }) => {
    await until(() => states.at(-1)?.status === 'backoff')
    const { restartCount } = runtime.state
    await runtime.close()
    assert.equal(runtime.state.status, 'stopped')
    assert.equal(runtime.state.restartCount, restartCount)
  }))

test('the wait doubles up to its limit and is short again after a good run', () => {
  const waitAfter = createBackOff({ firstMs: 1000, mostMs: 5000, forgetAfterMs: 60_000 })
  assert.deepEqual([10, 10, 10, 10].map(waitAfter), [1000, 2000, 4000, 5000])
  assert.equal(waitAfter(61_000), 1000)
})

test('module and runtime end when whoever started the runtime is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'module-'))
  const program = join(folder, 'module.mjs')
  writeFileSync(program, 'console.log("module " + process.pid); setInterval(() => {}, 1000)')
  const runtimeProgram = fileURLToPath(new URL('../../../local/edge-runtime/main.ts', import.meta.url))
  const starter = join(folder, 'starter.mjs')
  // The error output is the test's own pipe, so that it lasts exactly as long as anybody of the family lives.
  writeFileSync(
    starter,
    `import { spawn } from 'node:child_process'
     const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ${JSON.stringify(runtimeProgram)}], { stdio: ['pipe', 'ignore', 'inherit'], detached: true })
     child.stdin.write(${JSON.stringify(`${JSON.stringify({ identity, program, environment: {} })}\n`)})
     setInterval(() => {}, 1000)`,
  )
  const child = spawn(process.execPath, [starter], { stdio: ['ignore', 'ignore', 'pipe'] })
  const family = createInterface(child.stderr)
  const [line] = await once(family, 'line')
  const modulePid = Number(/module (\d+)/.exec(line)![1])
  const everybodyGone = once(family, 'close')
  child.kill('SIGKILL')
  await everybodyGone
  assert.throws(() => process.kill(modulePid, 0), { code: 'ESRCH' })
  rmSync(folder, { recursive: true })
})
