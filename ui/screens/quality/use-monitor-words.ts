import { useText } from '../../text/text.ts'

export interface MonitorWords {
  readonly name: string
  /** What is counted, in a line. */
  readonly note: string
  readonly advice: string
}

/** What a monitor is called, what it measures and what to do about it. */
export function useMonitorWords(): (monitor: string) => MonitorWords {
  const text = useText().quality
  return (monitor) => {
    const label = monitor.startsWith('confidence:') ? monitor.slice('confidence:'.length) : undefined
    if (label !== undefined) return { name: text.confidenceOf(label), note: text.psiNote, advice: text.advice.output }
    const known = Object.entries(text.monitors).find(([name]) => name === monitor)?.[1]
    const family = monitor.startsWith('crops:') ? 'appearance' : monitor === 'load' || monitor === 'classes' ? 'output' : 'input'
    return { name: known?.name ?? monitor, note: known?.note ?? '', advice: text.advice[family] }
  }
}
