import type { Fault } from '../../shared/domain/faults.ts'
import type { StreamListener, VideoStream } from '../video/video-engine.ts'

export interface ConnectionListener extends Omit<StreamListener, 'onEnd'> {
  onLost(fault: Fault): void
}

export interface Connection {
  close(): Promise<void>
}

const firstWaitMs = 500
const longestWaitMs = 30_000

/** Keeps a stream open: when it ends it is opened again, after a wait that doubles until pictures come. Never gives up. */
export function keepConnected(open: (listener: StreamListener) => Promise<VideoStream>, listener: ConnectionListener): Connection {
  let waitMs = firstWaitMs
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let current: Promise<VideoStream | undefined> = Promise.resolve(undefined)
  connect()

  return {
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await (await current)?.close()
    },
  }

  function connect(): void {
    current = open({
      onStart: listener.onStart,
      onPacket: listener.onPacket,
      onFrame: (frame) => {
        waitMs = firstWaitMs
        listener.onFrame(frame)
      },
      onEnd: lost,
    }).catch((fault) => {
      lost(fault)
      return undefined
    })
  }

  function lost(fault: Fault): void {
    if (isClosed) return
    listener.onLost(fault)
    timer = setTimeout(connect, waitMs)
    waitMs = Math.min(longestWaitMs, waitMs * 2)
  }
}
