import { AVERROR_EAGAIN, AVERROR_ENOMEM } from 'node-av/constants'

/**
 * A process that has run out of memory or threads must not judge a file: it ends, and the parent gives the file to a
 * fresh one where this one had served others before.
 */
export function stopWithoutMemory(code: number, isOpening = false): void {
  if (code === AVERROR_ENOMEM || (isOpening && code === AVERROR_EAGAIN)) process.abort()
}
