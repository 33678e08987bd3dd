import type { Answer } from '../../api/call.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'

export type Finding = Answer<'getDatasetStatistics'>['findings'][number]

/** What was found, in the reader's language, out of its figures. Undefined for versions made earlier, which lack what some are about. */
export function useFindingSentence(): (finding: Finding) => string | undefined {
  const text = useText().datasets
  const { says } = text
  const { number } = useFormat()
  return ({ check, count, about }) => {
    const names = about?.map(({ name }) => name).join(', ') ?? ''
    const [first, second] = about ?? []
    switch (check) {
      case 'leak':
        return count === 0 ? says.noLeak : about && says.leak(names)
      case 'empty-split':
        return first && says.emptySplit(text.split[first.name as keyof typeof text.split])
      case 'few-in-test': {
        const counts = about?.map((one) => says.objectsOf(one.name, number(one.count))).join(', ')
        return counts && says.fewInTest(counts, count - (about?.length ?? 0))
      }
      case 'imbalance':
        return first && second && says.imbalance(first.name, number(first.count), second.name, number(second.count))
      case 'narrow':
        return first && second && says.narrow(first.count === 1, second.count === 1)
      case 'no-false-positives':
        return says.noFalsePositives
      default:
        return says[check](number(count))
    }
  }
}
