import { appendFileSync } from 'node:fs'
import * as df from 'durable-functions'

const effect = (line: string) => appendFileSync(process.env['EFFECTS']!, `${line}\n`)

df.app.activity('note', {
  handler: (text: string) => {
    effect(text)
    return `${text} done`
  },
})

df.app.activity('failsOnce', {
  handler: ({ attempt }: { attempt: number }) => {
    effect('retried')
    if (attempt === 1) throw new Error('not yet')
  },
})

df.app.entity('tally', (context) => {
  const sum = (context.df.getState(() => 0) as number) + ((context.df.getInput() as number | undefined) ?? 0)
  context.df.setState(sum)
  context.df.return(sum)
})

df.app.orchestration('kid', function* (context) {
  return yield context.df.callActivity('note', context.df.getInput())
})

df.app.orchestration('everything', function* (context) {
  const side = yield context.df.Task.all(['a', 'b', 'c'].map((each) => context.df.callActivity('note', each)))
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 20))
  const kid = yield context.df.callSubOrchestrator('kid', 'kid', 'all-kid')
  try {
    yield context.df.callActivityWithRetry('failsOnce', new df.RetryOptions(10, 2), { attempt: 1 })
  } catch {
    // Both attempts fail: it is the way through retries that is wanted.
  }
  const tally = new df.EntityId('tally', 'crash')
  const lock = yield context.df.lock([tally])
  const sum = yield context.df.callEntity(tally, 'add', 5)
  lock.release()
  return { side, kid, sum }
})
