import { Link } from '@tanstack/react-router'
import { Card } from '../../design/page.tsx'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import styles from './findings.module.css'
import { type Finding, useFindingSentence } from './use-finding-sentence.ts'

/** Where something can be done about a finding. */
const places: Partial<Record<Finding['check'], '/incidents' | '/labeling' | '/nights/policy' | '/fleet'>> = {
  'few-in-test': '/incidents',
  imbalance: '/incidents',
  'no-false-positives': '/incidents',
  'empty-split': '/incidents',
  'label-conflicts': '/labeling',
  assumed: '/labeling',
  'near-duplicates': '/nights/policy',
  duplicates: '/nights/policy',
  narrow: '/fleet',
  'tiny-boxes': '/fleet',
}

/** What a person should know before training, the worst first, and what to do about each. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const text = useText()
  const words = text.datasets
  const sentenceOf = useFindingSentence()
  const nameOf = {
    '/incidents': text.screens.incidents,
    '/labeling': text.screens.labeling,
    '/fleet': text.screens.fleet,
    '/nights/policy': text.nights.policy,
  }
  return (
    <Card title={words.quality}>
      <ul className={styles.findings}>
        {findings.map((finding, index) => {
          const { check, severity } = finding
          const sentence = sentenceOf(finding)
          const place = severity === 'good' ? undefined : places[check]
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list of a version never changes
            <li key={index} className={styles[severity]}>
              <div className={styles.head}>
                <h3>{words.finding[check]}</h3>
                <Tag tone={severity}>{words.severity[severity]}</Tag>
              </div>
              <p lang={sentence === undefined ? 'en' : undefined}>
                <bdi>{sentence ?? finding.text}</bdi>
              </p>
              <p className={styles.advice}>
                {severity === 'good' ? words.goodAdvice : words.findingAdvice[check]}{' '}
                {place !== undefined && <Link to={place}>{nameOf[place]}</Link>}
              </p>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
