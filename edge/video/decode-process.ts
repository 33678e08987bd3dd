import { createInterface } from 'node:readline'
import { Fault } from '../../shared/domain/faults.ts'
import { sendRecord } from '../../shared/video/send-record.ts'
import type { DecodeRequest } from './decode-messages.ts'
import { withoutCredentials } from './limits.ts'

// Started by the node-av engine. One request comes as a line on the input; the input's end means that the parent is gone.
const lines = createInterface({ input: process.stdin })
lines.once('line', (line) => {
  serve(JSON.parse(line) as DecodeRequest).then(
    () => finish({ kind: 'end' }),
    (error) => finish(failure(error)),
  )
})
lines.once('close', leave)

async function serve(request: DecodeRequest): Promise<void> {
  if (request.kind === 'file') (await import('./decode-whole-file.ts')).decodeWholeFile(request.file, request.options)
  else await (await import('./decode-live.ts')).decodeLive(request)
}

function failure(error: unknown): { kind: 'failed'; code: string; detail: string } {
  if (error instanceof Fault) return { kind: 'failed', code: error.code, detail: withoutCredentials(error.detail ?? '') }
  const text = error instanceof Error ? error.message : String(error)
  const isMissing = text.includes('node-av')
  return { kind: 'failed', code: isMissing ? 'video-engine-missing' : 'video-unreadable', detail: withoutCredentials(text) }
}

function finish(head: object): void {
  sendRecord(head)
  leave()
}

/** At once: Node can hang in process.exit() while V8 still compiles, and FFmpeg's own threads may still be running. */
function leave(): void {
  process.kill(process.pid, 'SIGKILL')
}
