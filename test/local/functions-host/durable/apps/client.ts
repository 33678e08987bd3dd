// The real client of durable-functions, for tests that live in another process.
import * as df from 'durable-functions'

/** POST client/{method} with the arguments as a JSON array answers {value}, or {error} when the client rejects. */
df.app.client.http('callClient', {
  route: 'client/{method}',
  methods: ['POST'],
  handler: async (request, client) => {
    const method = Reflect.get(client, request.params['method'] ?? '') as (...args: unknown[]) => unknown
    const args = JSON.parse(await request.text(), reviveTimes) as unknown[]
    try {
      return { jsonBody: { value: await method.apply(client, args) } }
    } catch (error) {
      return { jsonBody: { error: error instanceof Error ? error.message : String(error) } }
    }
  },
})

function reviveTimes(key: string, value: unknown): unknown {
  return key === 'createdTimeFrom' || key === 'createdTimeTo' ? new Date(value as string) : value
}

df.app.client.http('startAndCheck', {
  route: 'start/{name}',
  methods: ['POST'],
  handler: async (request, client) => {
    const id = await client.startNew(request.params['name'] ?? '', { input: await request.json() })
    return client.createCheckStatusResponse(request, id)
  },
})

df.app.client.http('waitForCompletion', {
  route: 'wait/{id}',
  handler: async (request, client) => {
    const waitOptions = { timeoutInMilliseconds: Number(request.query.get('timeout')), retryIntervalInMilliseconds: 10 }
    return await client.waitForCompletionOrCreateCheckStatusResponse(request, request.params['id'] ?? '', waitOptions)
  },
})
