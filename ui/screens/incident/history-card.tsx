import { type Ref, useState } from 'react'
import type { Decision, Entry } from '../../decisions/decision.ts'
import { Button } from '../../design/button.tsx'
import { Icon, type IconName } from '../../design/icon.tsx'
import { Card } from '../../design/page.tsx'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { actOf, wordsOf } from './entry-words.ts'
import styles from './history-card.module.css'

interface HistoryCardProps {
  readonly site: string
  readonly entries: readonly Entry[]
  /** Comments on their way. */
  readonly waiting: readonly Decision[]
  /** Undefined for who may only read. */
  readonly onComment: ((text: string) => void) | undefined
  readonly box: Ref<HTMLTextAreaElement>
}

const icons: Readonly<Record<Entry['kind'], IconName>> = { verdict: 'star', withdrawal: 'undo', comment: 'edit', history: 'clock' }

/** Who said and did what, oldest first, and room to say more. Nothing is ever removed from it. */
export function HistoryCard({ site, entries, waiting, onComment, box }: HistoryCardProps) {
  const text = useText()
  const { history } = text.incident
  const comments = waiting.flatMap(({ id, action }) => (action.kind === 'comment' ? [{ id, text: action.text }] : []))
  return (
    <Card title={history.title}>
      {entries.length === 0 && comments.length === 0 && <p className={styles.none}>{history.none}</p>}
      <ol className={styles.list}>
        {entries.map((entry) => (
          <li key={entry.seq}>
            <Icon name={icons[entry.kind]} size={16} />
            <div>
              <p className={styles.who}>
                <strong>{entry.name}</strong> {actOf(entry, text)} <SiteTime at={entry.at} site={site} as="ago" />
              </p>
              {wordsOf(entry) !== undefined && <p className={styles.words}>{wordsOf(entry)}</p>}
            </div>
          </li>
        ))}
        {comments.map(({ id, text: words }) => (
          <li key={id}>
            <Icon name="clock" size={16} />
            <div>
              <Tag tone="warning">{text.decisions.queued}</Tag>
              <p className={styles.words}>{words}</p>
            </div>
          </li>
        ))}
      </ol>
      {onComment !== undefined && <CommentForm onComment={onComment} box={box} />}
    </Card>
  )
}

function CommentForm({ onComment, box }: { onComment(text: string): void; box: Ref<HTMLTextAreaElement> }) {
  const text = useText().incident.history
  const [words, setWords] = useState('')
  const send = () => {
    if (words.trim() === '') return
    onComment(words.trim())
    setWords('')
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={box}
        rows={2}
        maxLength={2000}
        aria-label={text.comment}
        placeholder={text.placeholder}
        value={words}
        onChange={({ target }) => setWords(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <Button type="submit" disabled={words.trim() === ''}>
        {text.send}
      </Button>
    </form>
  )
}
