import { useMe } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import type { Approval } from './approval-state.ts'

/** What somebody of a question is called; oneself is marked. */
export function useNameOf({ names }: Pick<Approval, 'names'>): (id: string) => string {
  const words = useText().approvals
  const me = useMe()
  return (id) => {
    if (id === 'system') return words.system
    if (id === me.id) return words.you(me.name)
    return names[id] ?? words.formerly
  }
}
