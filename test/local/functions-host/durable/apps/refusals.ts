import * as df from 'durable-functions'
import './client.ts'

df.app.orchestration('timerForNever', function* (context) {
  yield context.df.createTimer(new Date('no date'))
})

df.app.activity('neverWorks', {
  handler: () => {
    throw new Error('it never works')
  },
})

df.app.orchestration('retriesForEver', function* (context) {
  const policy = new df.RetryOptions(1, 1_000_000)
  policy.retryTimeoutInMilliseconds = 1
  yield context.df.callActivityWithRetry('neverWorks', policy)
})

df.app.orchestration('callWeb', function* (context) {
  const { statusCode, content } = yield context.df.callHttp(context.df.getInput<df.CallHttpOptions>())
  return [statusCode, content]
})
