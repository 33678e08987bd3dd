import { useSyncExternalStore } from 'react'

/** Where a video is. What hangs on every single frame listens here, so that nothing else is drawn anew with each. */
export interface Playhead {
  /** Of the frame on the screen, in milliseconds of the clip; undefined before the first. */
  read(): number | undefined
  listen(onChange: () => void): () => void
}

export interface OwnPlayhead extends Playhead {
  moveTo(mediaMs: number | undefined): void
}

export function createPlayhead(): OwnPlayhead {
  let at: number | undefined
  const listeners = new Set<() => void>()
  return {
    read: () => at,
    listen: (onChange) => {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    moveTo: (mediaMs) => {
      at = mediaMs
      for (const tell of listeners) tell()
    },
  }
}

/** Rendered in the same turn as the frame is handed to the screen: React takes changes of outside stores at once. */
export function usePlayhead({ read, listen }: Playhead): number | undefined {
  return useSyncExternalStore(listen, read)
}
