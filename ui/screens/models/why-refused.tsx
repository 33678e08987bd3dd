import { useApi } from '../../api/use-api.ts'
import { useText } from '../../text/text.ts'
import { CheckSentence } from '../evaluations/check-sentence.tsx'

interface WhyRefusedProps {
  readonly reason: string
  /** Of the comparison that the gate judged; undefined where there was none. */
  readonly digest: string | undefined
  /** Without the checks that failed. */
  readonly isBrief?: boolean
}

/** Why a model is in no device: what people wrote as they wrote it, what the gate said in the reader's language. */
export function WhyRefused({ reason, digest, isBrief = false }: WhyRefusedProps) {
  const text = useText().evaluations
  const { data: evaluation } = useApi('getEvaluation', { params: { digest: digest ?? '' } }, { isOff: digest === undefined })
  if (evaluation === undefined || evaluation.gate.reason !== reason) return <bdi>{reason}</bdi>
  const sentence = text.verdictSentence[evaluation.gate.verdict]
  if (isBrief) return sentence
  const failed = evaluation.gate.checks.filter(({ outcome }) => outcome === 'failed')
  return (
    <>
      {sentence}
      <ul>
        {failed.map((check) => (
          <li key={check.name}>
            <CheckSentence check={check} evaluation={evaluation} />
          </li>
        ))}
      </ul>
    </>
  )
}
