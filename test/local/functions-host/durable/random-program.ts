import { createRandom } from '../../../harness/random.ts'

/** What an orchestrator may be told to do: one task. What each comes to is known before it runs. */
export type Work =
  | { readonly kind: 'activity' | 'entity'; readonly value: number }
  | { readonly kind: 'flaky' | 'flakySub'; readonly value: number; readonly succeedsAt: number }
  | { readonly kind: 'hopeless' }
  | { readonly kind: 'timer'; readonly milliseconds: number }
  | { readonly kind: 'sub'; readonly program: readonly Work[] }
  | { readonly kind: 'all'; readonly parts: readonly Work[] }
  | { readonly kind: 'beforeNever'; readonly part: Work }

export const maxAttempts = 3

/** Tasks that an orchestrator yields one after another. */
export function randomProgram(seed: number): Work[] {
  const random = createRandom(seed)
  const upTo = (count: number) => Math.floor(random() * count)
  const list = <Item>(count: number, make: () => Item) => Array.from({ length: count }, make)

  const leaf = (): Work => {
    const value = upTo(1000)
    switch (upTo(7)) {
      case 0:
        return { kind: 'timer', milliseconds: upTo(12) - 2 }
      case 1:
        return { kind: 'entity', value }
      case 2:
        return { kind: 'flakySub', value, succeedsAt: 1 + upTo(maxAttempts) }
      case 3:
      case 4:
        return { kind: 'flaky', value, succeedsAt: 1 + upTo(maxAttempts) }
      default:
        return { kind: 'activity', value }
    }
  }
  const work = (depth: number): Work => {
    const choice = random()
    if (depth === 0 || choice < 0.4) return choice < 0.03 ? { kind: 'hopeless' } : leaf()
    if (choice < 0.5) return { kind: 'sub', program: list(1 + upTo(2), () => work(depth - 1)) }
    if (choice < 0.6) return { kind: 'beforeNever', part: work(depth - 1) }
    return { kind: 'all', parts: list(1 + upTo(4), () => work(depth - 1)) }
  }
  return list(2 + upTo(4), () => work(3))
}

/** What the orchestrator must answer: the value of each task, or "failed". */
export const resultsOf = (program: readonly Work[]): unknown[] => program.map((work) => resultOf(work) ?? 'failed')

/** undefined = it fails. Sub-orchestrations catch what fails in them. */
function resultOf(work: Work): unknown {
  switch (work.kind) {
    case 'hopeless':
      return undefined
    case 'timer':
      return 'timer'
    case 'sub':
      return resultsOf(work.program)
    case 'beforeNever':
      // A task that failed has won all the same.
      return resultOf(work.part) ?? 'failed'
    case 'all': {
      const results = work.parts.map(resultOf)
      return results.includes(undefined) ? undefined : results
    }
    default:
      return work.value
  }
}
