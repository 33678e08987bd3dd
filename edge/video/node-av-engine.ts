import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Fault } from '../../shared/domain/faults.ts'
import { createRecordReader, type Record } from '../../shared/video/records.ts'
import type { DecodeHead, DecodeRequest } from './decode-messages.ts'
import { queueFrames } from './queue-frames.ts'
import type { FileFrame, StreamInfo, StreamListener, VideoEngine, VideoStream } from './video-engine.ts'
import { watchStream } from './watch-stream.ts'

type DecodeProcess = ChildProcessByStdio<Writable, Readable, Readable>

// In the build the process is a .js file like this one.
const processFile = fileURLToPath(new URL(`./decode-process${import.meta.url.slice(-3)}`, import.meta.url))
const maxHeapMegabytes = 256

/** FFmpeg by the npm package `node-av`, in a process of our own making. */
export function createNodeAvEngine(): VideoEngine {
  return { name: 'node-av', openStream, decodeFile }
}

function openStream(...[source, options, listener]: Parameters<VideoEngine['openStream']>): VideoStream {
  const { picture, framesPerSecond } = options
  const child = start({ kind: 'stream', source, picture, framesPerSecond })
  const watch = watchStream(child, options.stallSeconds, listener.onEnd)
  readRecords(child, (record) => {
    watch.sawLife()
    const fault = tell(record, listener)
    if (fault !== undefined) watch.end(fault)
  })
  return { close: watch.close }
}

function tell({ head, bytes }: Record<DecodeHead>, listener: StreamListener): Fault | undefined {
  if (head.kind === 'start') listener.onStart({ ...head, codec: head.codec, description: bytes } satisfies StreamInfo)
  if (head.kind === 'packet') listener.onPacket({ ...head, data: bytes })
  if (head.kind === 'frame') listener.onFrame({ ...head, rgb: bytes })
  return head.kind === 'failed' ? new Fault(head.code, head.detail) : undefined
}

async function* decodeFile(file: string, options: Parameters<VideoEngine['decodeFile']>[1]): AsyncGenerator<FileFrame, void, undefined> {
  const child = start({ kind: 'file', file, options })
  const frames = queueFrames<FileFrame>(child)
  readRecords(child, ({ head, bytes }) => {
    if (head.kind === 'frame') frames.add({ index: head.index, ptsMs: head.ptsMs, width: head.width, height: head.height, rgb: bytes })
    if (head.kind === 'failed') frames.end(new Fault(head.code, head.detail))
    if (head.kind === 'end') frames.end(undefined)
  })
  try {
    yield* frames.all()
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
}

function start(request: DecodeRequest): DecodeProcess {
  // Neither the module's secrets nor its settings are any business of a decoder that reads untrusted video.
  const child = spawn(process.execPath, [`--max-old-space-size=${maxHeapMegabytes}`, processFile], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot },
  })
  // Through the pipe and not as an argument: other processes can read arguments, and this holds a camera's password.
  child.stdin.on('error', () => {})
  child.stdin.write(`${JSON.stringify(request)}\n`)
  return child
}

function readRecords(child: DecodeProcess, onRecord: (record: Record<DecodeHead>) => void): void {
  const read = createRecordReader(onRecord)
  child.stdout.on('data', (chunk: Buffer) => {
    try {
      read(chunk)
    } catch {
      child.kill('SIGKILL')
    }
  })
}
