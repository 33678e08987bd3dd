import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createBackOff } from '../../../local/edge-runtime/back-off.ts'
import { type ModuleOptions, type ModuleState, type RunningModule, runModule } from '../../../local/edge-runtime/run-module.ts'

const quick = { firstMs: 1, mostMs: 4, forgetAfterMs: 60_000 }

interface Seen {
  readonly lines: readonly string[]
  readonly states: readonly ModuleState[]
  until(isTrue: () => boolean): Promise<void>
  readonly module: RunningModule
}

/** Runs a module whose code the test gives; `until` waits for a state or a log line. */
async function withModule(code: string, use: (seen: Seen) => Promise<void>, more: Partial<ModuleOptions> = {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'module-'))
  writeFileSync(join(folder, 'module.mjs'), code)
  const lines: string[] = []
  const states: ModuleState[] = []
  let waiting: (() => void)[] = []
  const keep =
    <T>(list: T[]) =>
    (one: T) => {
      list.push(one)
      for (const go of waiting.splice(0)) go()
    }
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise<void>((resolve) => waiting.push(resolve))
    waiting = []
  }
  const program = { args: ['module.mjs'], environment: { LINE: '3' }, workingFolder: folder }
  const module = runModule({ program, backOff: quick, onLog: keep(lines), onState: keep(states), ...more })
  try {
    await use({ lines, states, until, module })
  } finally {
    await module.close()
    rmSync(folder, { recursive: true })
  }
}

const stays = 'setInterval(() => {}, 1000)'

test('a module finds its variables in the environment, and nothing of the host', async () => {
  process.env['HOST_SECRET'] = 'not for modules'
  try {
    await withModule(`console.log(JSON.stringify(process.env)); ${stays}`, async ({ lines, until }) => {
      await until(() => lines.length === 1)
      const seen = JSON.parse(lines[0] ?? '')
      assert.equal(seen.LINE, '3')
      assert.equal(seen.HOST_SECRET, undefined)
    })
  } finally {
    delete process.env['HOST_SECRET']
  }
})

test('a module that dies is started again and the restarts are counted', () =>
  withModule('console.log(process.pid); process.exitCode = 3', async ({ lines, states, until, module }) => {
    await until(() => lines.length >= 4)
    assert.ok(module.state.restartCount >= 3)
    assert.equal(new Set(lines).size, lines.length)
    assert.ok(states.some(({ status, lastExit, exitCode }) => status === 'backoff' && lastExit === 'exit code 3' && exitCode === 3))
  }))

test('what a policy does not want to run again stays ended', async () => {
  for (const [restartPolicy, code, status] of [
    ['never', 0, 'stopped'],
    ['never', 4, 'failed'],
    ['on-failure', 0, 'stopped'],
  ] as const) {
    await withModule(
      `process.exitCode = ${code}`,
      async ({ states, until, module }) => {
        await until(() => states.at(-1)?.status !== 'running')
        assert.deepEqual([module.state.status, module.state.restartCount], [status, 0])
      },
      { restartPolicy },
    )
  }
})

test('a module is asked to stop and has time to do so', () =>
  withModule(
    `process.on('SIGTERM', () => { console.log('finished'); clearInterval(t) }); const t = ${stays}; console.log('up')`,
    async ({ lines, until, module }) => {
      await until(() => lines.includes('up'))
      await module.close()
      assert.deepEqual(lines, ['up', 'finished'])
      assert.deepEqual([module.state.status, module.state.lastExit, module.state.pid], ['stopped', 'exit code 0', undefined])
    },
  ))

test('a module that is stopped while it waits for its restart does not come back', () =>
  withModule('process.exitCode = 1', async ({ states, until, module }) => {
    await until(() => states.at(-1)?.status === 'backoff')
    const { restartCount } = module.state
    await module.close()
    assert.deepEqual([module.state.status, module.state.restartCount], ['stopped', restartCount])
  }))

test('a module that is restarted by hand is a new process', () =>
  withModule(`console.log(process.pid); ${stays}`, async ({ lines, until, module }) => {
    await until(() => lines.length === 1)
    await module.restart()
    await until(() => lines.length === 2)
    assert.notEqual(lines[0], lines[1])
    assert.equal(module.state.restartCount, 1)
  }))

test('the wait doubles up to its limit and is short again after a good run', () => {
  const waitAfter = createBackOff({ firstMs: 1000, mostMs: 5000, forgetAfterMs: 60_000 })
  assert.deepEqual([10, 10, 10, 10].map(waitAfter), [1000, 2000, 4000, 5000])
  assert.equal(waitAfter(61_000), 1000)
})
