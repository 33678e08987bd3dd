// The edge runtime as a process: its options come as one line of JSON on the standard input, because they hold a key. It prints
// the module's log lines on the error output and one line of JSON for each state of the module on the standard output.
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { startEdgeRuntime } from './start.ts'

const input = createInterface(process.stdin)
const [line] = await once(input, 'line')
const runtime = startEdgeRuntime({
  ...JSON.parse(line),
  onLog: (text) => console.error(text),
  onState: (state) => console.log(JSON.stringify(state)),
})

let isEnding = false
async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  await runtime.close()
  input.close()
}
// The standard input ends when whoever started us is gone, even if it was killed; then the module must go, too.
input.once('close', end)
process.once('SIGTERM', end)
