import { Link } from '@tanstack/react-router'
import { Digest } from '../../design/digest.tsx'
import { Card } from '../../design/page.tsx'
import { useText } from '../../text/text.ts'
import { type Approval, modelName } from './approval-state.ts'
import styles from './approvals.module.css'

/** The digests that the question is about. */
export function BoundCard({ approval }: { approval: Approval }) {
  const words = useText().approvals
  const { name, version } = approval.model
  return (
    <Card title={words.bound}>
      <p className={styles.soft}>{words.boundLead}</p>
      <Digests approval={approval} />
      <p>
        <Link to="/models/$name/$version" params={{ name, version }}>
          {words.model}: {modelName(approval)}
        </Link>
      </p>
    </Card>
  )
}

export function Digests({ approval: { model, evaluation, plan } }: { approval: Pick<Approval, 'model' | 'evaluation' | 'plan'> }) {
  const words = useText().approvals
  const rows = [
    [words.modelDigest, model.digest],
    [words.evaluationDigest, evaluation],
    [words.planDigest, plan],
  ] as const
  return (
    <dl className={styles.facts}>
      {rows.map(([title, digest]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            <Digest of={digest} label={title} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
