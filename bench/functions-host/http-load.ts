import { fork } from 'node:child_process'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { body } from './app-folder.ts'

const connections = 32

export interface Load {
  /** What one core of the server could answer: requests by the server's own CPU time. */
  readonly perCoreSecond: number
  readonly perSecond: number
}

/** Starts one of the servers, keeps 32 connections busy for the given time after a warm-up, and stops it. */
export async function loadServer(which: 'bare' | 'model' | 'host', seconds: number): Promise<Load> {
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), [which])
  const next = <T>() => new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T)))
  const { port } = await next<{ port: number }>()
  const cpu = async () => {
    const answer = next<{ cpuMicroseconds: number }>()
    child.send('cpu')
    return (await answer).cpuMicroseconds
  }
  await sendFor(port, 1000)
  const before = await cpu()
  const count = await sendFor(port, seconds * 1000)
  const used = (await cpu()) - before
  child.disconnect()
  return { perCoreSecond: count / (used / 1e6), perSecond: count / seconds }
}

function sendFor(port: number, milliseconds: number): Promise<number> {
  const text = `POST /api/ingest HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  const end = performance.now() + milliseconds
  const send = () =>
    new Promise<number>((resolve, reject) => {
      let count = 0
      const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(text))
      socket.on('error', reject)
      // Each answer is small enough to come in one piece.
      socket.on('data', (data: Buffer) => {
        if (!data.toString('latin1').startsWith('HTTP/1.1 202')) reject(new Error(data.toString()))
        count++
        if (performance.now() < end) socket.write(text)
        else socket.end(() => resolve(count))
      })
    })
  return Promise.all(Array.from({ length: connections }, send)).then((counts) => counts.reduce((a, b) => a + b))
}
