import { useNavigate } from '@tanstack/react-router'
import { itemsOf, useAction, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { useToast } from '../../design/toast.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { useProblemWords } from '../../text/use-problem-words.ts'
import type { Evaluation } from './evaluation.ts'

/** Leads to the question whether the model may be released, or asks it where nobody has. */
export function AskButton({ evaluation: { site, digest, candidate, gate } }: { evaluation: Evaluation }) {
  const text = useText().evaluations
  const toast = useToast()
  const wordsOf = useProblemWords()
  const navigate = useNavigate()
  const mayAsk = useCan('data-scientist') && gate.verdict !== 'worse'
  const approvals = useApiPages('listApprovals', { query: { site, limit: 100 } })
  const ask = useAction('requestApproval', ['listApprovals'])
  const open = (id: string) => void navigate({ to: `/approvals/${id}` as string })
  if (approvals.data === undefined) return null
  const question = itemsOf<'listApprovals'>(approvals.data).find(({ evaluation }) => evaluation === digest)
  if (question !== undefined)
    return (
      <ButtonLink look="primary" icon="check" to={`/approvals/${question.id}` as string}>
        {text.question[question.state]}
      </ButtonLink>
    )
  if (!mayAsk) return null
  return (
    <Button
      look="primary"
      icon="check"
      disabled={ask.isPending}
      onClick={() =>
        ask.mutate(
          { params: { name: candidate.name, version: candidate.version } },
          { onSuccess: ({ id }) => open(id), onError: (error) => toast({ message: wordsOf(error), isProblem: true }) },
        )
      }
    >
      {text.ask}
    </Button>
  )
}
