import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type RunningFunctionsHost, startFunctionsHost } from '../../local/functions-host/start.ts'

const app = `import { app } from '@azure/functions'
import * as df from 'durable-functions'
df.app.activity('nothing', { handler: () => {} })
df.app.orchestration('fanOut', function* (context) {
  const tasks = Array.from({ length: context.df.getInput() }, (_, index) => context.df.callActivity('nothing', index))
  yield context.df.Task.all(tasks)
})
df.app.orchestration('chain', function* (context) {
  for (let index = 0; index < context.df.getInput(); index++) yield context.df.callActivity('nothing', index)
})
`

export interface DurableBench {
  /** Starts so many instances at once; resolves to the milliseconds until the last one has completed. */
  run(name: string, input: number, instances?: number): Promise<number>
  /** How long answers of the API take, in milliseconds, one after another until `work` is done. */
  answerTimes(work: Promise<unknown>): Promise<number[]>
  stop(): Promise<void>
}

/** The local host with an app of orchestrations that do nothing, started and asked over HTTP as a client does it. */
export async function startDurableBench(): Promise<DurableBench> {
  const folder = mkdtempSync(join(tmpdir(), 'durable-bench-'))
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'host.json'), '{"version":"2.0"}')
  writeFileSync(join(folder, 'package.json'), '{"type":"module","main":"app.js"}')
  writeFileSync(join(folder, 'app.js'), app)
  const host = await startFunctionsHost({ appFolder: folder, port: 0, log: () => {} })
  return {
    run: (name, input, instances = 1) => run(host, name, input, instances),
    answerTimes: (work) => answerTimes(host, work),
    stop: async () => {
      await host.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function run({ url }: RunningFunctionsHost, name: string, input: number, instances: number): Promise<number> {
  const api = `${url}/runtime/webhooks/durabletask`
  const startedAt = performance.now()
  const starting = Array.from({ length: instances }, async () => {
    // The host waits, so that no polling disturbs what is measured.
    const body = JSON.stringify(input)
    const response = await fetch(`${api}/orchestrators/${name}?timeout=60&pollingInterval=0.05`, { method: 'POST', body })
    if (response.status !== 200) throw new Error(`${name} ended with ${response.status}: ${await response.text()}`)
    await response.arrayBuffer()
  })
  await Promise.all(starting)
  return performance.now() - startedAt
}

async function answerTimes({ url }: RunningFunctionsHost, work: Promise<unknown>): Promise<number[]> {
  let isDone = false
  void work.finally(() => {
    isDone = true
  })
  const times: number[] = []
  while (!isDone) {
    const startedAt = performance.now()
    await (await fetch(`${url}/runtime/webhooks/durabletask/instances/?top=10`)).arrayBuffer()
    times.push(performance.now() - startedAt)
  }
  return times
}
