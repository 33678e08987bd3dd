import { Link } from '@tanstack/react-router'
import { type Item, useApiPages } from '../../api/use-api.ts'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './models.module.css'
import { PagedList } from './paged-list.tsx'

type Approval = Item<'listApprovals'>

const tones: Record<Approval['state'], Tone> = { waiting: 'warning', approved: 'good', rejected: 'critical', expired: 'plain' }
const everyMs = 10_000

/** Whether models may be released: what waits for an answer, and what was answered. */
export function QuestionsTab() {
  const text = useText().models
  const site = useSite()
  const approvals = useApiPages('listApprovals', { query: { site: site.id, limit: 30 } }, { everyMs })
  return (
    <PagedList
      of={approvals}
      icon="question"
      none={text.noneQuestions}
      advice={text.noneQuestionsAdvice}
      row={(approval) => <QuestionRow key={approval.id} approval={approval} />}
    />
  )
}

function QuestionRow({ approval }: { approval: Approval }) {
  const text = useText().models
  const { id, site, model, state, gate, needed, decisions, askedAt, expiresAt } = approval
  const given = decisions.filter(({ decision }) => decision === 'approved').length
  return (
    <li>
      <Link to="/approvals/$id" params={{ id }} className={styles.row}>
        <span className={styles.rowHead}>
          <strong>
            {model.name} <span className={styles.version}>{model.version}</span>
          </strong>
          <Tag tone={tones[state]}>{text.approval[state]}</Tag>
        </span>
        <span className={styles.facts}>
          <SiteTime at={askedAt} site={site} />
          <span>{text.gateSays(text.gate[gate])}</span>
          {state === 'waiting' && <span>{text.answers(given, needed)}</span>}
          {state === 'waiting' && (
            <span>
              {text.until} <SiteTime at={expiresAt} site={site} />
            </span>
          )}
        </span>
      </Link>
    </li>
  )
}
