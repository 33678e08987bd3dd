import type { Writable } from 'node:stream'

export interface LinePrinter {
  print(line: string): void
  flush(): void
}

// Nobody reads faster, and a busy host logs thousands of lines a second.
const flushMilliseconds = 20

/** Prints lines with their time in front, many in one write. Whoever ends the process flushes. */
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
      if (pending === '') setTimeout(flush, flushMilliseconds)
      pending += `${lastStamp}${line}\n`
    },
  }
}
