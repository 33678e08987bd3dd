import type { Answer } from '../../api/call.ts'
import type { Column } from '../../design/table.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'

export type Insights = Answer<'readInsights'>
export type Tally = Insights['total']

/** The order of the parts of each plot, and which of the plot's colours each has: true blue, false orange. */
export const verdicts = ['confirmed', 'rejected', 'inconclusive', 'none'] as const
export const verdictColours = [0, 1, 3, 5]

export function sumOf(tally: Tally): number {
  return verdicts.reduce((sum, verdict) => sum + tally[verdict], 0)
}

export function valuesOf(tally: Tally): number[] {
  return verdicts.map((verdict) => tally[verdict])
}

/** Share of false alarms among those that somebody judged true or false; undefined where nobody did. */
export function falseShare({ confirmed, rejected }: Tally): number | undefined {
  return confirmed + rejected === 0 ? undefined : rejected / (confirmed + rejected)
}

export const noIncidents: Tally = { confirmed: 0, rejected: 0, inconclusive: 0, none: 0 }

/** What a row of a plot is about. */
export interface NamedTally {
  readonly key: string
  readonly name: string
  readonly tally: Tally
}

/** The parts of each plot in words, and the columns of the table beneath it. */
export function useTallyColumns(): { parts: string[]; columnsOf(title: string): Column<NamedTally>[] } {
  const { words } = useText()
  const { number } = useFormat()
  const parts = verdicts.map((verdict) => words.verdict[verdict])
  return {
    parts,
    columnsOf: (title) => [
      { title, cell: ({ name }) => name },
      ...verdicts.map((verdict, index) => ({
        ...{ title: parts[index]!, isNumber: true },
        cell: ({ tally }: NamedTally) => number(tally[verdict]),
      })),
    ],
  }
}
