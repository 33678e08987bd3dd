import type { IconName } from '../../design/icon.tsx'
import { Tag, type Tone } from '../../design/tag.tsx'
import { Tile, Tiles } from '../../design/tiles.tsx'
import { useText } from '../../text/text.ts'
import { CheckSentence } from './check-sentence.tsx'
import type { Evaluation } from './evaluation.ts'
import { meanF1 } from './mean-f1.ts'
import type { Check } from './use-check-sentence.ts'
import { useShare } from './use-share.ts'
import styles from './verdict-card.module.css'

const looks: Record<Evaluation['gate']['verdict'], { tone: Tone; icon: IconName }> = {
  better: { tone: 'good', icon: 'check' },
  undecided: { tone: 'warning', icon: 'eye' },
  worse: { tone: 'critical', icon: 'halt' },
}

const order: readonly Check['outcome'][] = ['failed', 'undecided', 'passed']
const checkTones: Record<Check['outcome'], Tone> = { failed: 'critical', undecided: 'warning', passed: 'good' }

/** What the gate says, in a word and a few figures, and each of its reasons on a line: what speaks against the model first. */
export function VerdictCard({ evaluation }: { evaluation: Evaluation }) {
  const text = useText().evaluations
  const { share, points, decimal } = useShare()
  const { gate, test, champion, alertsSavedPerDay, incidentsMissed } = evaluation
  const [now, before] = [meanF1(test.candidate), test.champion && meanF1(test.champion)]
  const { tone, icon } = looks[gate.verdict]
  const checks = order.flatMap((outcome) => gate.checks.filter((check) => check.outcome === outcome))
  const gain = now !== undefined && before !== undefined ? points(now - before) : undefined
  return (
    <section className={`${styles.card} ${styles[gate.verdict]}`} aria-labelledby="verdict">
      <header>
        <Tag tone={tone} icon={icon}>
          {text.verdict[gate.verdict]}
        </Tag>
        <h2 id="verdict">{text.verdictSentence[gate.verdict]}</h2>
        <p className={styles.lead}>{champion === undefined ? text.noChampion : text.against(`${champion.name} ${champion.version}`)}</p>
      </header>
      <Tiles>
        <Tile name={text.meanF1} value={now === undefined ? '–' : share(now)} />
        <Tile name={text.gain} value={gain ?? '–'} />
        <Tile
          name={text.alertsSaved}
          value={champion === undefined ? '–' : decimal(alertsSavedPerDay)}
          tone={alertsSavedPerDay > 0 ? 'good' : alertsSavedPerDay < 0 ? 'warning' : 'plain'}
        />
        <Tile name={text.incidentsMissed} value={decimal(incidentsMissed)} tone={incidentsMissed > 0 ? 'critical' : 'plain'} />
      </Tiles>
      <h3>{text.reasons}</h3>
      <ul className={styles.checks}>
        {checks.map((check) => (
          <li key={check.name}>
            <Tag tone={checkTones[check.outcome]}>{text.outcome[check.outcome]}</Tag>
            <div>
              <strong>{nameOf(check, text.check)}</strong>
              <p className={styles.reason}>
                <CheckSentence check={check} evaluation={evaluation} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

type CheckWords = ReturnType<typeof useText>['evaluations']['check']

/** `safety-1`, `safety-2` … are one check for each label whose recall may not fall. */
function nameOf({ name }: Check, words: CheckWords): string {
  const kind = name.replace(/-\d+$/, '')
  return kind in words ? words[kind as keyof CheckWords] : name
}
