import type { Writable } from 'node:stream'

export interface LinePrinter {
  print(line: string): void
  flush(): void
}

/** Prints lines with their time in front. Those of one turn of the event loop go out in one write: a busy host logs thousands a second. */
export function createLinePrinter(output: Writable): LinePrinter {
  let pending = ''
  let lastTime = 0
  let lastStamp = ''
  const flush = () => {
    if (pending !== '') output.write(pending)
    pending = ''
  }
  return {
    flush,
    print: (line) => {
      const now = Date.now()
      if (now !== lastTime) {
        lastTime = now
        lastStamp = `[${new Date(now).toISOString()}] `
      }
      if (pending === '') setImmediate(flush)
      pending += `${lastStamp}${line}\n`
    },
  }
}
