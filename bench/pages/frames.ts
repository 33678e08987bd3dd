import type { CDPSession, Page } from 'playwright-core'

declare global {
  interface Window {
    frameTimes?: number[]
  }
}

export interface Frames {
  /** The longest time between two frames, in milliseconds. */
  readonly longestMs: number
  /** What the page's longest piece of work took of the processor, in milliseconds: on a busy machine frames wait for others. */
  readonly longestWorkMs: number
  readonly count: number
}

/** Does something with a page, and answers how its frames came meanwhile. */
export async function watchFrames(page: Page, doing: () => Promise<void>): Promise<Frames> {
  const debug = await page.context().newCDPSession(page)
  await page.evaluate(() => {
    const times: number[] = []
    window.frameTimes = times
    const look = (at: number) => {
      times.push(at)
      if (window.frameTimes === times) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  const work = await traceWork(debug)
  await doing()
  const times = await page.evaluate(() => {
    const seen = window.frameTimes ?? []
    delete window.frameTimes
    return seen
  })
  const deltas = times.slice(1).map((at, index) => at - (times[index] ?? at))
  return { longestMs: Math.max(...deltas), longestWorkMs: await work(), count: deltas.length }
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Processor time in microseconds. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** Chromium's own record of what its main thread did, piece by piece. */
async function traceWork(debug: CDPSession): Promise<() => Promise<number>> {
  const events: TraceEvent[] = []
  debug.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const includedCategories = ['disabled-by-default-devtools.timeline', '__metadata']
  await debug.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories } })
  return async () => {
    const complete = new Promise((resolve) => debug.once('Tracing.tracingComplete', resolve))
    await debug.send('Tracing.end')
    await complete
    const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
    const mains = new Set(events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf))
    const tasks = events.filter((event) => event.name === 'RunTask' && mains.has(threadOf(event)))
    return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000
  }
}
