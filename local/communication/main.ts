// node local/communication/main.ts [--port N] [--data DIR] [--limits azure-managed|custom-domain|off]
// Prints one line of JSON when it is ready. Ends on SIGTERM, SIGINT, and when whoever started it goes away.
import { parseArgs } from 'node:util'
import { type RateLimitName, rateLimits } from './limits.ts'
import { startCommunication } from './start.ts'

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, data: { type: 'string' }, limits: { type: 'string', default: 'off' } },
})

const communication = await startCommunication({
  port: Number(values.port),
  limits: limitName(values.limits),
  ...(values.data === undefined ? {} : { folder: values.data }),
})
console.log(JSON.stringify({ url: communication.url, connectionString: communication.connectionString }))

let isEnding = false
const end = async () => {
  if (isEnding) return
  isEnding = true
  await communication.close()
  process.exit(0)
}
process.on('SIGTERM', end)
process.on('SIGINT', end)
process.on('disconnect', end)
// A pipe that closes means that the parent died. A terminal or /dev/null says nothing about a parent.
if (process.stdin.constructor.name === 'Socket') process.stdin.on('end', end).on('error', end).resume()

function limitName(value: string): RateLimitName {
  if (value === 'off' || value in rateLimits) return value as RateLimitName
  console.error(`--limits must be one of off, ${Object.keys(rateLimits).join(', ')}; it is ${JSON.stringify(value)}.`)
  process.exit(2)
}
