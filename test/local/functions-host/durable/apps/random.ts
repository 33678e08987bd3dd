import * as df from 'durable-functions'
import { maxAttempts, type Work } from '../random-program.ts'
import './client.ts'

df.app.activity('value', { handler: (value: number) => value })
df.app.activity('hopeless', {
  handler: () => {
    throw new Error('hopeless')
  },
})

const attempts = new Map<string, number>()
function attempt({ key, value, succeedsAt }: { key: string; value: number; succeedsAt: number }): number {
  const count = (attempts.get(key) ?? 0) + 1
  attempts.set(key, count)
  if (count < succeedsAt) throw new Error(`attempt ${count}`)
  return value
}
df.app.activity('flaky', { handler: attempt })
df.app.orchestration('flakySub', function* (context) {
  return yield context.df.callActivity('flaky', context.df.getInput())
})
df.app.entity<number>('echo', ({ df: entity }) => entity.return(entity.getInput() ?? 0))

df.app.orchestration('random', function* (context) {
  const program = context.df.getInput<Work[]>()
  const { all, any } = context.df.Task
  const retry = new df.RetryOptions(1, maxAttempts)
  let count = 0
  const key = () => `${context.df.instanceId}/${count++}`

  const task = (work: Work): df.Task => {
    switch (work.kind) {
      case 'activity':
        return context.df.callActivity('value', work.value)
      case 'entity':
        return context.df.callEntity(new df.EntityId('echo', `of-${work.value % 5}`), 'echo', work.value)
      case 'flaky':
        return context.df.callActivityWithRetry('flaky', retry, { ...work, key: key() })
      case 'flakySub':
        return context.df.callSubOrchestratorWithRetry('flakySub', retry, { ...work, key: key() })
      case 'hopeless':
        return context.df.callActivityWithRetry('hopeless', new df.RetryOptions(1, 2))
      case 'timer':
        return context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + work.milliseconds))
      case 'sub':
        return context.df.callSubOrchestrator('random', work.program)
      case 'all':
        return all(work.parts.map(task))
      case 'beforeNever':
        return any([task(work.part), context.df.waitForExternalEvent('never')])
    }
  }
  /** Task.any gives the task that won, Task.all a list, a timer nothing. */
  const value = (work: Work, result: unknown): unknown => {
    if (work.kind === 'timer') return 'timer'
    if (work.kind === 'all') return work.parts.map((part, index) => value(part, (result as unknown[])[index]))
    if (work.kind === 'beforeNever') return won(work.part, result as df.Task)
    return result
  }
  const won = (work: Work, winner: df.Task) => (winner.isFaulted ? 'failed' : value(work, winner.result))

  const results: unknown[] = []
  for (const work of program) {
    try {
      results.push(value(work, yield task(work)))
    } catch {
      results.push('failed')
    }
  }
  return results
})
