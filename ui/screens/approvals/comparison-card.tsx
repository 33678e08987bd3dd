import { useApi } from '../../api/use-api.ts'
import { ButtonLink } from '../../design/button-link.tsx'
import { Icon, type IconName } from '../../design/icon.tsx'
import { Card } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { Tag, type Tone } from '../../design/tag.tsx'
import { Tile, Tiles } from '../../design/tiles.tsx'
import { useLanguage } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { localeOf } from '../../time/locale-of.ts'
import { CheckSentence } from '../evaluations/check-sentence.tsx'
import type { Evaluation } from '../evaluations/evaluation.ts'
import type { Check } from '../evaluations/use-check-sentence.ts'
import type { Approval } from './approval-state.ts'
import styles from './approvals.module.css'

const gateTones: Readonly<Record<Approval['gate'], Tone>> = { better: 'good', undecided: 'warning', worse: 'critical' }
const icons: Readonly<Record<Check['outcome'], IconName>> = { passed: 'check', failed: 'cross', undecided: 'question' }
const tones: Readonly<Record<Check['outcome'], Tone>> = { passed: 'good', failed: 'critical', undecided: 'warning' }

/** The gate's answer, the figures that matter most, and what it could not answer. */
export function ComparisonCard({ digest, gate }: { digest: string; gate: Approval['gate'] }) {
  const words = useLanguage().text.approvals
  const evaluation = useApi('getEvaluation', { params: { digest } })
  return (
    <Card title={words.comparison}>
      <p>
        <Tag tone={gateTones[gate]}>{words.gate[gate]}</Tag>
      </p>
      <Loaded of={evaluation}>{(data) => <Figures evaluation={data} />}</Loaded>
      <p>
        <ButtonLink icon="insights" to="/evaluations/$digest" params={{ digest }}>
          {words.toComparison}
        </ButtonLink>
      </p>
    </Card>
  )
}

function Figures({ evaluation }: { evaluation: Evaluation }) {
  const words = useLanguage().text.approvals
  const { champion, gate } = evaluation
  const open = gate.checks.filter(({ outcome }) => outcome !== 'passed')
  const passed = gate.checks.filter(({ outcome }) => outcome === 'passed')
  return (
    <>
      <p>{champion === undefined ? words.first : words.against(`${champion.name} ${champion.version}`)}</p>
      <Headline evaluation={evaluation} />
      <Checks checks={open} evaluation={evaluation} />
      {passed.length > 0 && (
        <details>
          <summary>{words.passedChecks(passed.length)}</summary>
          <Checks checks={passed} evaluation={evaluation} />
        </details>
      )}
    </>
  )
}

function Headline({ evaluation: { test, gate, alertsSavedPerDay, incidentsMissed } }: { evaluation: Evaluation }) {
  const { language, text } = useLanguage()
  const words = text.approvals
  const { number } = useFormat()
  const locale = localeOf(language)
  const share = (value: number) => value.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 })
  const time = (ms: number) => ms.toLocaleString(locale, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 1 })
  const saved = Math.abs(alertsSavedPerDay).toLocaleString(locale, { maximumFractionDigits: 2 })
  // As the gate has counted it: a mean over the labels that the test has objects of.
  const { candidate, champion } = gate.checks.find(({ name }) => name === 'gain')?.values ?? {}
  const before = test.champion === undefined ? undefined : time(test.champion.meanInferenceMs)
  return (
    <Tiles>
      {candidate !== undefined && (
        <Tile name={champion === undefined ? words.f1 : words.f1Before(share(champion))} value={share(candidate)} />
      )}
      <Tile
        name={alertsSavedPerDay < 0 ? words.alertsAdded : words.alertsSaved}
        value={saved}
        tone={alertsSavedPerDay < 0 ? 'warning' : alertsSavedPerDay > 0 ? 'good' : 'plain'}
      />
      <Tile name={words.missed} value={number(incidentsMissed)} tone={incidentsMissed > 0 ? 'critical' : 'plain'} />
      <Tile name={words.inference(before)} value={time(test.candidate.meanInferenceMs)} />
      <Tile name={words.frames} value={number(test.frames)} />
    </Tiles>
  )
}

function Checks({ checks, evaluation }: { checks: readonly Check[]; evaluation: Evaluation }) {
  const words = useLanguage().text.approvals
  if (checks.length === 0) return null
  return (
    <ul className={styles.checks}>
      {checks.map((check) => (
        <li key={check.name}>
          <span className={styles[tones[check.outcome]]}>
            <Icon name={icons[check.outcome]} />
            <span className="visually-hidden">{words.outcome[check.outcome]}: </span>
          </span>
          <CheckSentence check={check} evaluation={evaluation} />
        </li>
      ))}
    </ul>
  )
}
