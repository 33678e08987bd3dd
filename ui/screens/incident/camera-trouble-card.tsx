import { Link } from '@tanstack/react-router'
import type { IncidentDetail } from '../../decisions/decision.ts'
import { Card } from '../../design/page.tsx'
import { useLanguage } from '../../text/text.ts'
import styles from './camera-trouble.module.css'

type Trouble = keyof ReturnType<typeof useLanguage>['text']['cameraHealth']['troubles']

/** Shares of one are told in percent. */
const shares: readonly string[] = ['black', 'covered', 'moved', 'blurred', 'overexposed', 'light']
const seconds: readonly string[] = ['lost', 'clock']

/** What is wrong with the camera, what to do about it, and what was measured. */
export function CameraTroubleCard({ incident, cameraName }: { incident: IncidentDetail['incident']; cameraName: string }) {
  const { language, text } = useLanguage()
  const words = text.cameraHealth
  const { label, camera, evidence } = incident
  const kind = label as Trouble
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: shares.includes(label) ? 0 : 1 })
  const say = (value: number) => {
    if (shares.includes(label)) return `${number.format(value * 100)} %`
    return seconds.includes(label) ? `${number.format(value)} s` : number.format(value)
  }
  return (
    <Card title={words.cameraItself}>
      <p className={styles.means}>{words.means[kind]}</p>
      <p>
        <strong>{words.todo}</strong> {words.advice[kind](cameraName)}
      </p>
      {evidence !== undefined && (
        <dl className={styles.evidence}>
          <dt>{words.measures[kind]}</dt>
          <dd>{say(evidence.measured)}</dd>
          <dt>{words.level}</dt>
          <dd>{say(evidence.level)}</dd>
        </dl>
      )}
      <p className={styles.soft}>{words.teachesNothing}</p>
      <Link to="/fleet/cameras/$id" params={{ id: camera }}>
        {words.toCamera(cameraName)}
      </Link>
    </Card>
  )
}

/** The still of such an incident: on the left as usual, on the right as it was. */
export function CameraTroubleStill({ source, alt }: { source: string | undefined; alt: string }) {
  const words = useLanguage().text.cameraHealth
  return (
    <figure className={styles.still}>
      {source === undefined ? <p className={styles.none}>{words.noStill}</p> : <img src={source} alt={alt} />}
      <figcaption>{words.stillMeans}</figcaption>
    </figure>
  )
}
