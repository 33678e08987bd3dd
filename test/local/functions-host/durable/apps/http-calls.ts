import * as df from 'durable-functions'
import './client.ts'

interface Answer {
  statusCode: number
  content: string
  headers: Record<string, string>
}

df.app.orchestration('request', function* (context) {
  const { statusCode, content, headers } = (yield context.df.callHttp(context.df.getInput<df.CallHttpOptions>())) as Answer
  return { statusCode, content, headers }
})

df.app.orchestration('requestsAtOnce', function* (context) {
  const urls = context.df.getInput<string[]>()
  const answers = (yield context.df.Task.all(urls.map((url) => context.df.callHttp({ method: 'GET', url })))) as Answer[]
  return answers.map(({ content }) => content)
})

df.app.activity('echo', { handler: (input: unknown) => input })
df.app.orchestration('requestBetween', function* (context) {
  const before = yield context.df.callActivity('echo', 'before')
  const { content } = (yield context.df.callHttp({ method: 'GET', url: context.df.getInput<string>() })) as Answer
  return [before, content, yield context.df.callActivity('echo', 'after')]
})

df.app.orchestration('catchRequest', function* (context) {
  try {
    yield context.df.callHttp({ method: 'GET', url: context.df.getInput<string>() })
  } catch (error) {
    return `caught: ${(error as Error).message}`
  }
  return 'nothing thrown'
})

df.app.orchestration('pollsAtOnce', function* (context) {
  const urls = context.df.getInput<string[]>()
  const requests = urls.map((url) => context.df.callHttp({ method: 'POST', url }))
  const answers = (yield context.df.Task.all(requests)) as Answer[]
  return [...answers.map(({ content }) => content), yield context.df.callActivity('echo', 'after')]
})
