import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { decode, encode, type Message } from './protobuf.ts'
import { workerMessages } from './worker-messages.ts'

export interface DrivenWorker {
  /** Sends one message and waits for the answer of that kind; rejects when the worker ends before. */
  ask(message: Message, answer: string): Promise<Message>
  /** What it logged, and what it printed. */
  readonly lines: readonly string[]
  close(): Promise<void>
}

/**
 * Azure's Node worker, started as the Functions host starts it: a process that calls back by gRPC (HTTP/2, messages with five bytes in front) and then
 * does what it is told. `folder` is the worker's, with `dist/src/nodejsWorker.js` in it.
 */
export async function driveWorker(folder: string, env: Record<string, string>): Promise<DrivenWorker> {
  const server = createServer()
  const lines: string[] = []
  const waiting = new Map<string, (message: Message) => void>()
  let stream: ServerHttp2Stream | undefined
  server.on('stream', (opened: ServerHttp2Stream) => {
    stream = opened
    opened.respond({ ':status': 200, 'content-type': 'application/grpc' })
    readMessages(opened, (message) => {
      if (message['rpcLog'] !== undefined) lines.push(`${message['rpcLog'].message} ${message['rpcLog'].exception?.message ?? ''}`)
      for (const kind of Object.keys(message)) waiting.get(kind)?.(message[kind])
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const port = (server.address() as AddressInfo).port
  const options = { 'functions-uri': `http://127.0.0.1:${port}/`, 'functions-worker-id': 'worker-1', 'functions-request-id': 'request-1' }
  const flags = Object.entries({ ...options, 'functions-grpc-max-message-length': '134217728' }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ])
  const child = spawn(process.execPath, [join(folder, 'dist/src/nodejsWorker.js'), ...flags], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const output of [child.stdout, child.stderr]) output.on('data', (data: Buffer) => lines.push(data.toString()))

  const next = (kind: string) =>
    new Promise<Message>((resolve, reject) => {
      const end = () => reject(new Error(`The worker ended before its ${kind}:\n${lines.join('\n')}`))
      child.once('exit', end)
      waiting.set(kind, (message) => {
        waiting.delete(kind)
        child.off('exit', end)
        resolve(message)
      })
    })
  await next('startStream')
  return {
    lines,
    ask: (message, answer) => {
      const answered = next(answer)
      stream!.write(framed(encode(workerMessages, 'StreamingMessage', { requestId: 'request-2', ...message })))
      return answered
    },
    close: async () => {
      await end(child)
      server.close()
    },
  }
}

function readMessages(stream: ServerHttp2Stream, take: (message: Message) => void): void {
  let pending = Buffer.alloc(0)
  stream.on('error', () => {})
  stream.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 5 && pending.length >= 5 + pending.readUInt32BE(1)) {
      const end = 5 + pending.readUInt32BE(1)
      take(decode(workerMessages, 'StreamingMessage', pending.subarray(5, end)))
      pending = pending.subarray(end)
    }
  })
}

function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
