// The edge runtime as a process: its options come as one line of JSON on the standard input, because they hold keys. It prints
// the modules' log lines on the error output and one line of JSON for each event on the standard output.
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { startAgent } from './start-agent.ts'

const input = createInterface(process.stdin)
const [line] = await once(input, 'line')
const runtime = await startAgent({
  ...JSON.parse(line),
  onLog: (text) => console.error(text),
  onEvent: (event) => console.log(JSON.stringify(event)),
})
console.log(JSON.stringify({ event: 'agent-started' }))

let isEnding = false
async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  await runtime.close()
  input.close()
}
// The standard input ends when whoever started us is gone, even if it was killed; then the modules must go, too.
input.once('close', end)
process.once('SIGTERM', end)
