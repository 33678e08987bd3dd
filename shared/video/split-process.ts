import { createInterface } from 'node:readline'
import { getFFmpegInfo } from 'node-av/lib'
import { sendRecord } from './send-record.ts'
import { splitFile } from './split-file.ts'
import type { SplitHead, SplitTask } from './split-messages.ts'

// Started by node-av-splitter.ts. Each line on the input is a task; the input's end means that the parent is gone.
const decoder = `node-av (FFmpeg ${getFFmpegInfo().version})`
const lines = createInterface({ input: process.stdin })
let last = Promise.resolve()
lines.on('line', (line) => {
  last = last.then(() => serve(JSON.parse(line) as SplitTask))
})
lines.once('close', leave)

async function serve(task: SplitTask): Promise<void> {
  let sent = 0
  try {
    const taken = await splitFile(task, ({ jpeg, ...frame }) => {
      send({ kind: 'frame', ...frame }, jpeg)
      sent++
    })
    send({ kind: 'end', ...taken, decoder })
  } catch (error) {
    send({ kind: 'end', wanted: 0, sent, problem: error instanceof Error ? error.message : String(error), decoder })
  }
}

function send(head: SplitHead, bytes?: Uint8Array): void {
  sendRecord(head, bytes)
}

/** At once: Node can hang in process.exit() while V8 still compiles, and FFmpeg's own threads may still be running. */
function leave(): void {
  process.kill(process.pid, 'SIGKILL')
}
