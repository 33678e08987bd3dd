import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { launchHost } from '../../local/functions-host/host-process.ts'
import { hostData } from '../night/support/night-host.ts'

const run = 'train-ds-0123456789abcdef'

describe('a training run that waits while other code is deployed', () => {
  let azurite: RunningAzurite
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())

  /** What becomes of an instance that waited under the code of today, when it is woken under the settings given. */
  async function wakeUnder(env: Record<string, string>) {
    const closing: (() => unknown)[] = []
    const t = { after: (close: () => unknown) => void closing.push(close) }
    const args = ['--entry', 'waiting.ts', '--data', hostData(t)]
    const launch = async (more: Record<string, string>) => {
      const host = await launchHost(
        resolve('test/functions/learning/apps'),
        { AzureWebJobsStorage: azurite.connectionString, ...more },
        args,
      )
      t.after(() => host.kill())
      const url = `${host.url}/runtime/webhooks/durabletask`
      const post = (path: string, body: object) =>
        fetch(`${url}/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
      return { host, url, post }
    }
    try {
      const old = await launch({})
      await old.post(`orchestrators/retraining/${run}`, { site: 'plant', run })
      await old.host.line(/Executed 'Functions\.poll-run' \(Succeeded/)
      await old.host.line(
        /Executed 'Functions\.retraining' \(Succeeded/,
        old.host.lines.findIndex((line) => line.includes('Functions.poll-run')),
      )
      await old.host.kill()
      const { host, url, post } = await launch(env)
      await post(`instances/${run}/raiseEvent/run-changed`, {})
      await host.line(/Executed 'Functions\.(judge-model|retraining)' \((Succeeded|Failed)/)
      for (;;) {
        const status = (await (await fetch(`${url}/instances/${run}`)).json()) as { runtimeStatus: string; output: unknown }
        if (status.runtimeStatus !== 'Running') return status
        await new Promise((look) => setTimeout(look, 20))
      }
    } finally {
      for (const close of closing.reverse()) await close()
    }
  }

  test('goes on where it waited', async () => {
    assert.partialDeepStrictEqual(await wakeUnder({ POLL: 'evaluating' }), { runtimeStatus: 'Completed', output: 'completed' })
  })

  test('refuses to go on under code that went another way, and says so', async () => {
    const { runtimeStatus, output } = await wakeUnder({ ORCHESTRATOR: 'other' })
    assert.equal(runtimeStatus, 'Failed')
    assert.match(JSON.stringify(output), /non-?deterministic/i)
  })
})
