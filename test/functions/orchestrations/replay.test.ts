import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { describe, test } from 'node:test'
import type { OrchestrationHandler } from 'durable-functions'
import { findDifference, type RecordedRun } from '../../harness/replay-orchestrator.ts'
import { orchestrators, scenarios } from './scenarios.ts'

const folder = new URL('histories/', import.meta.url)
const runs = new Map(
  readdirSync(folder).map((file): [string, RecordedRun] => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
  ]),
)

describe('an orchestrator', () => {
  for (const [name, run] of runs)
    test(`does again what it did in the recorded run ${name}`, async () => {
      assert.equal(await findDifference(run, orchestrators[run.orchestrator]!), undefined)
    })

  test('has a recorded run for each way that it can go', () => {
    assert.deepEqual([...runs.keys()].sort(), Object.keys(scenarios).sort())
    assert.deepEqual([...new Set([...runs.values()].map(({ orchestrator }) => orchestrator))].sort(), Object.keys(orchestrators).sort())
  })
})

interface Mutant {
  readonly what: string
  readonly run: string
  readonly from: string
  readonly to: string
}

const mutants: readonly Mutant[] = [
  { what: 'another activity by name', run: 'recording-done', from: '-recording`', to: '-video`' },
  {
    what: 'a timer in place of an activity',
    run: 'recording-fails',
    from: "df.callActivityWithRetry('note-problem', retries(pauseMs), {",
    to: 'df.createTimer(df.currentUtcDateTime), ({',
  },
  { what: 'another input', run: 'recording-done', from: '{ recording })', to: '{ recording, site })' },
  {
    what: 'a branch more',
    run: 'night-last-page',
    from: 'const state: string',
    to: "if (!built.isBuilt || plan.pages > 0) yield call('note-problem', {})\n  const state: string",
  },
  { what: 'a step less', run: 'night-last-page', from: 'const built = yield* build()', to: 'const built = { isBuilt: true }' },
  { what: 'steps in another order', run: 'recording-done', from: 'of nightSteps)', to: 'of [...nightSteps].reverse())' },
  {
    what: "the machine's clock",
    run: 'night-first-page',
    from: 'df.currentUtcDateTime.getTime() - startedMs',
    to: 'Date.now() - startedMs',
  },
  {
    what: 'chance',
    run: 'night-first-page',
    from: '{ site, night, recording, pauseMs })',
    to: '{ site, night, recording, pauseMs: Math.random() })',
  },
  {
    what: 'the environment',
    run: 'night-first-page',
    from: "call('read-night-page', { page })",
    to: "call('read-night-page', { page, host: process.pid })",
  },
  {
    what: 'one wait more',
    run: 'night-first-page',
    from: 'yield df.Task.any(tasks)',
    to: 'yield df.Task.any(tasks)\n    yield df.createTimer(df.currentUtcDateTime)',
  },
  {
    what: 'another number of attempts',
    run: 'export-ready',
    from: "df.callActivityWithRetry('check-export', retries(pauseMs), ",
    to: "df.callActivity('check-export', ",
  },
  { what: 'a wait without its timer', run: 'training-done', from: 'df.Task.any([df.waitForExternalEvent(changed), timer])', to: 'timer' },
  { what: 'another pause', run: 'training-done', from: 'seconds * 1000', to: 'seconds * 1001' },
  { what: 'a wait for another event', run: 'training-done', from: "'run-changed'", to: "'run-ended'" },
  { what: 'a look less', run: 'release-ready', from: "state === 'done'", to: "state !== ''" },
  { what: 'a shorter pause', run: 'release-ready', from: '[1, 2, 4,', to: '[1, 1, 4,' },
  {
    what: 'an end without a report',
    run: 'release-build-fails',
    from: "yield call('fail-release', { problem: messageOf(error) })",
    to: 'void error',
  },
  { what: 'a step before the others', run: 'training-done', from: "['validate-run', ", to: "['note-run', 'validate-run', " },
  { what: 'a history that begins anew earlier', run: 'training-long', from: 'looksPerHistory = 30', to: 'looksPerHistory = 15' },
  { what: 'a wait without its event', run: 'rollout-woken', from: "[df.waitForExternalEvent('rollout-changed'), timer]", to: '[timer]' },
  { what: 'a longer wait', run: 'rollout-looks', from: 'waitSeconds * 1000', to: 'waitSeconds * 2000' },
  { what: 'an end where there was another look', run: 'rollout-hub-away', from: '} catch {', to: "} catch {\n    return 'over'" },
]

describe('the replay finds an orchestrator out that was given', () => {
  for (const { what, run: name, from, to } of mutants)
    test(what, async () => {
      const run = runs.get(name)!
      const mutant = await loadMutant(run.orchestrator, from, to)
      const difference = await findDifference(run, mutant)
      assert.match(difference ?? 'no difference', /^episode \d+: /)
    })
})

/** The orchestrator with its source changed, as a module of its own. */
async function loadMutant(orchestrator: string, from: string, to: string): Promise<OrchestrationHandler> {
  const url = new URL(`../../../functions/orchestrations/${orchestrator}.ts?${encodeURIComponent(to)}`, import.meta.url).href
  const hooks = registerHooks({
    load: (asked, context, next) => {
      if (asked !== url) return next(asked, context)
      const source = readFileSync(new URL(asked), 'utf8')
      assert.ok(source.includes(from), `${orchestrator} has no ${from}`)
      return { format: 'module-typescript', source: source.replace(from, to), shortCircuit: true }
    },
  })
  try {
    const [handler] = Object.values((await import(url)) as Record<string, OrchestrationHandler>)
    return handler!
  } finally {
    hooks.deregister()
  }
}
