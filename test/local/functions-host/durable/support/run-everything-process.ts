// node run-everything-process.ts DATA: lets one orchestration that uses everything run to its end in a host of its own, or go
// on where an earlier process was killed, and prints what is left.
import { appendFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startFunctionsHost } from '../../../../../local/functions-host/start.ts'

const [data = ''] = process.argv.slice(2)
process.env['EFFECTS'] = join(data, 'effects.txt')
appendFileSync(process.env['EFFECTS'], '')
const appFolder = resolve('test/local/functions-host/durable/apps')
const host = await startFunctionsHost({ appFolder, entry: 'everything.ts', stateFolder: data, port: 0, log: () => {} })
const api = `${host.url}/runtime/webhooks/durabletask`
const get = async (path: string) => {
  const answer = await fetch(`${api}/${path}`)
  return { status: answer.status, body: answer.status === 404 ? undefined : ((await answer.json()) as Record<string, unknown>) }
}

if ((await get('instances/all')).status === 404) await fetch(`${api}/orchestrators/everything/all`, { method: 'POST', body: '"go"' })
for (;;) {
  const { status, body } = await get('instances/all?showHistory=true&showHistoryOutput=true')
  if (status === 200 && body !== undefined) {
    const events = (body['historyEvents'] as { EventType: string; FunctionName?: string }[]).map(
      ({ EventType, FunctionName = '' }) => `${EventType} ${FunctionName}`,
    )
    const tally = (await get('entities/tally/crash')).body
    console.log(JSON.stringify({ output: body['output'], events: events.sort(), tally }))
    break
  }
  await new Promise((resume) => setTimeout(resume, 10))
}
await host.stop()
process.exit(0)
