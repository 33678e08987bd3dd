import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { learningActivities } from '../../../functions/learning/activities.ts'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createAzureMlTrainer } from '../../../shared/adapters/azure-ml-trainer.ts'
import { createResourceManager } from '../../../shared/adapters/azure-resource-manager.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { progressFile } from '../../../shared/domain/training-job.ts'
import type { TrainingRun } from '../../../shared/domain/training-run.ts'
import { cancelRun } from '../../../shared/operations/cancel-run.ts'
import { startRetraining } from '../../../shared/operations/start-retraining.ts'
import type { Orchestrations, Ports } from '../../../shared/ports.ts'
import { type FakeJob, startFakeWorkspace } from '../../harness/fake-workspace.ts'
import { startFaultProxy } from '../../harness/fault-proxy.ts'
import { type LiveRetraining, liveRetraining, seedDataset } from '../../harness/live-retraining.ts'
import { createTestApp, testConfig } from '../../harness/test-app.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'
import type { Cleanup } from '../../local/functions-host/app-folder.ts'

const ada: Principal = { id: 'ada', name: 'Ada', roles: ['data-scientist'], sites: 'all' }
/** The engine is the test itself. */
const orchestrations: Orchestrations = { start: async () => {}, wake: async () => {}, status: async () => undefined }

describe('a training run', () => {
  let azurite: RunningAzurite
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())

  /** A site with a dataset, a workspace behind a door that breaks what the test wants broken, and a run that waits. */
  async function begin(t: Cleanup, site: string, policy: object = {}) {
    const clock = createVirtualClock()
    const workspace = await startFakeWorkspace()
    const proxy = await startFaultProxy(workspace.url)
    t.after(async () => {
      await proxy.close()
      await workspace.close()
    })
    const manager = createResourceManager(
      { url: proxy.url, token: workspace.token },
      { sleep: async () => {}, attempts: 3, timeoutMs: 300 },
    )
    const trainer = createAzureMlTrainer(manager, testConfig(azurite.connectionString).workspace)
    const ports = await createTestApp(azurite.connectionString, { clock: clock.now, trainer, orchestrations })
    const dataset = await seedDataset(ports, azurite.connectionString, site)
    const { value, version } = await ports.runs.policy(site)
    await ports.runs.savePolicy(site, { ...value, ...policy }, version)
    const run = await startRetraining(ports, { site, reason: 'person', startedBy: 'ada' })
    const job = (): FakeJob => workspace.jobs.get(run.id)!
    const follow = (hook: LiveRetraining['before'] = () => undefined) =>
      liveRetraining({ ports, clock, activities: learningActivities, before: hook }, run)
    return { ports, clock, workspace, proxy, dataset, run, job, follow }
  }

  const write = (ports: Ports, run: TrainingRun, lines: readonly object[]) =>
    ports.trainingCache.write(progressFile(run.id), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

  test('lays the dataset beside the trainer as it reads it, and asks for a job of the same name', async (t) => {
    const { ports, dataset, run, job, follow } = await begin(t, 'laid')
    await follow((step) => {
      if (step === 'poll-run') job().status = 'Failed'
    })
    const files = await ports.trainingCache.list(`datasets/${dataset}/`)
    const text = async (name: string) => Buffer.from((await ports.trainingCache.read(`datasets/${dataset}/${name}`))!).toString()
    const { images } = JSON.parse(await text('annotations.json')) as { images: { file_name: string }[] }
    assert.ok(images.length > 20)
    const names = new Set(files.map(({ path }) => path))
    for (const { file_name } of images) assert.ok(names.has(`datasets/${dataset}/images/${file_name}`))
    assert.equal(JSON.parse(await text('splits.json')).version, dataset)
    assert.equal(
      job().body.properties['command'],
      `sightloop-train --data \${{inputs.dataset}} --out \${{outputs.model}}/model --progress \${{outputs.model}}/progress.jsonl ` +
        '--name laid --version 1 --minutes 10 --width 192 --height 112',
    )
    assert.equal(run.id, `train-${dataset}`)
  })

  test('has AutoML find the same pictures by their addresses', async (t) => {
    const { ports, dataset, job, follow } = await begin(t, 'automl', { trainer: 'automl' })
    await follow((step) => {
      if (step === 'poll-run') job().status = 'Failed'
    })
    const table = Buffer.from((await ports.trainingCache.read(`datasets/${dataset}/train/annotations.jsonl`))!).toString()
    const names = new Set((await ports.trainingCache.list(`datasets/${dataset}/images/`)).map(({ path }) => path))
    for (const line of table.trim().split('\n')) {
      const [, path = ''] = /\/datastores\/training\/paths\/(.*)$/.exec(JSON.parse(line).image_url) ?? []
      assert.ok(names.has(path), path)
    }
    assert.equal(job().body.properties['jobType'], 'AutoML')
  })

  test('shows how far the trainer is while it works', async (t) => {
    const { ports, run, job, follow } = await begin(t, 'progress')
    const seen: TrainingRun[] = []
    await follow(async (step, count) => {
      if (step === 'run-changed') seen.push((await ports.runs.find('progress', run.id))!.value)
      if (step !== 'poll-run') return
      job().status = count < 4 ? 'Running' : 'Failed'
      const validation = count > 2 ? [{ event: 'validation', step: 20, steps: 100, score: 0.5, perClass: {} }] : []
      await write(ports, run, [{ event: 'progress', step: count * 10, steps: 100, loss: 1 / count, secondsLeft: 9 }, ...validation])
    })
    assert.deepEqual(
      seen.map(({ state, progress: { step, score } }) => [state, step, score]),
      [
        ['running', 10, undefined],
        ['running', 20, undefined],
        ['running', 20, 0.5],
      ],
    )
  })

  test('on a dataset that nothing can be learned from has failed with every reason before anything is copied', async (t) => {
    const { workspace, ports, dataset, follow } = await begin(t, 'few', { leastFrames: 10_000 })
    const { run, steps } = await follow()
    assert.deepEqual([run.state, steps], ['failed', ['validate-run']])
    assert.match(run.problem!, /train has \d+ frames; the policy asks for 10000/)
    assert.equal(workspace.jobs.size, 0)
    assert.deepEqual(await ports.trainingCache.list(`datasets/${dataset}/images/few`), [])
  })

  for (const [what, fault] of [
    ['hangs after it has taken the job', { kind: 'execute-then-fail', how: 'hang' }],
    ['answers 429 a while', { kind: 'reject', status: 429, retryAfterSeconds: 1 }],
    ['answers 500 a while', { kind: 'reject', status: 500 }],
  ] as const)
    test(`has one job where the workspace ${what}`, async (t) => {
      const { proxy, job, follow } = await begin(t, `door-${fault.kind}-${'status' in fault ? fault.status : fault.how}`)
      let left = 5
      proxy.decide = ({ method }) => (method === 'PUT' && left-- > 0 ? fault : undefined)
      const { run } = await follow((step) => {
        if (step === 'poll-run') job().status = 'Failed'
      })
      assert.equal(job().puts, 1)
      assert.equal(run.state, 'failed')
    })

  test('that stands still is cancelled after the hours of the policy, and says so', async (t) => {
    const { ports, run: started, job, follow } = await begin(t, 'stuck', { stuckHours: 1 })
    await write(ports, started, [{ event: 'progress', step: 1, steps: 9 }])
    const { run } = await follow((step) => {
      if (step === 'poll-run' && job().status === 'Queued') job().status = 'Running'
    })
    assert.deepEqual([run.state, job().cancels], ['failed', 1])
    assert.match(run.problem!, /no sign of life for 1 h/)
    const hours = (Date.parse(run.endedAt!) - Date.parse(run.submittedAt!)) / 3_600_000
    assert.ok(hours > 1 && hours < 1.1, String(hours))
  })

  test('that goes on for ever is cancelled when its time is over', async (t) => {
    const { ports, run: started, job, follow } = await begin(t, 'endless', { stuckHours: 0.5, minutes: 3 })
    const { run } = await follow(async (step, count) => {
      if (step !== 'poll-run') return
      if (job().status === 'Queued') job().status = 'Running'
      await write(ports, started, [{ event: 'progress', step: count, steps: 1_000_000 }])
    })
    assert.equal(run.state, 'failed')
    assert.match(run.problem!, /longer than 1\.6 h/)
  })

  test('that the workspace does not end when asked ends without it', async (t) => {
    const { workspace, job, follow } = await begin(t, 'deaf', { stuckHours: 0.1 })
    workspace.obeys = false
    const { run } = await follow()
    assert.equal(run.state, 'failed')
    assert.match(run.problem!, /does not end the job either/)
    assert.ok(job().cancels > 1)
  })

  test('whose job failed, was cancelled there or vanished has failed and says which', async (t) => {
    const problems: string[] = []
    for (const end of ['Failed', 'Canceled', 'gone']) {
      const { ports, workspace, run: started, job, follow } = await begin(t, `end-${end.toLowerCase()}`)
      const { run } = await follow(async (step) => {
        if (step !== 'poll-run') return
        await ports.trainingCache.write(`runs/${started.id}/log.txt`, 'begins\nError: images[3] has no file.\nends\n')
        if (end === 'gone') workspace.jobs.delete(started.id)
        else job().status = end
      })
      assert.equal(run.state, 'failed')
      problems.push(run.problem!)
    }
    assert.match(problems[0]!, /The job failed \(Failed\)\. It said: Error: images\[3\] has no file\.$/)
    assert.match(problems[1]!, /cancelled in the workspace/)
    assert.match(problems[2]!, /does not know job/)
  })

  test('goes on where the workspace is away for hours', async (t) => {
    const { proxy, job, follow } = await begin(t, 'away')
    const { run, steps } = await follow((step, count) => {
      if (step !== 'poll-run') return
      job().status = 'Running'
      proxy.decide = count > 1 && count < 40 ? () => ({ kind: 'reject', status: 503 }) : () => undefined
      if (count === 40) job().status = 'Failed'
    })
    assert.equal(run.state, 'failed')
    assert.match(run.problem!, /The job failed/)
    assert.equal(steps.filter((step) => step === 'poll-run').length, 40)
  })

  test('ends when a person asks for it, once its job has ended', async (t) => {
    const { ports, run: started, workspace, job, follow } = await begin(t, 'cancel')
    workspace.obeys = false
    const { run } = await follow(async (step, count) => {
      if (step === 'poll-run' && count === 1) job().status = 'Running'
      if (step === 'run-changed' && count === 1) await cancelRun(ports, ada, { site: 'cancel', run: started.id })
      // It takes the workspace a while.
      if (step === 'run-changed' && count === 3) {
        assert.equal((await ports.runs.find('cancel', started.id))!.value.state, 'running')
        job().status = 'Canceled'
      }
    })
    assert.deepEqual([run.state, run.cancelRequestedBy, run.problem], ['cancelled', 'ada', undefined])
  })

  test('that was cancelled before it has a job never gets one', async (t) => {
    const { ports, run: started, workspace, follow } = await begin(t, 'early')
    await cancelRun(ports, ada, { site: 'early', run: started.id })
    const { run } = await follow()
    assert.deepEqual([run.state, workspace.jobs.size], ['cancelled', 0])
  })

  test('for which storage has no room any more fails with the reason, and leaves no job behind', async (t) => {
    const { ports, clock, job, run: started, workspace } = await begin(t, 'broken')
    const broken: Ports = { ...ports, trainingCache: { ...ports.trainingCache, list: () => Promise.reject(new Error('No room.')) } }
    const { run } = await liveRetraining({ ports: broken, clock, activities: learningActivities }, started)
    assert.deepEqual([run.state, run.problem, job().status], ['failed', 'No room.', 'Canceled'])
    assert.equal(workspace.jobs.size, 1)
  })
})
