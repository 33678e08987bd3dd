import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'

/** Writes a value with its unit as people read it: shares in percent. */
export function useFigure(): (value: number, unit: string) => string {
  const { number, percent } = useFormat()
  const { units } = useText().notices
  return (value, unit) => {
    if (unit === '1') return percent(value)
    return `${number(Number(value.toPrecision(3)))} ${(units as Partial<Record<string, string>>)[unit] ?? unit}`
  }
}
