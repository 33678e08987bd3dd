import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { useCan, useMe } from '../../people/use-me.ts'
import { useShortcuts } from '../../shortcuts/shortcuts.tsx'
import { useText } from '../../text/text.ts'
import { AnswerDialog } from './answer-dialog.tsx'
import { type Approval, whyNoYes } from './approval-state.ts'
import styles from './approvals.module.css'
import type { Lost } from './lost-answer.tsx'

interface AnswerCardProps {
  readonly approval: Approval
  readonly onLost: (answer: Lost) => void
}

/** Yes or no, or why one cannot say it. */
export function AnswerCard({ approval, onLost }: AnswerCardProps) {
  const words = useText().approvals
  const { id } = useMe()
  const mayAnswer = useCan('data-scientist')
  const [open, setOpen] = useState<'approved' | 'rejected'>()
  const why = whyNoYes(approval, id)
  useShortcuts(words.answer, {
    y: { label: words.approve, isOff: !mayAnswer || why !== undefined, run: () => setOpen('approved') },
    n: { label: words.reject, isOff: !mayAnswer, run: () => setOpen('rejected') },
  })
  if (!mayAnswer) {
    return (
      <Card title={words.answer}>
        <p className={styles.soft}>{words.notScientist}</p>
      </Card>
    )
  }
  return (
    <section className={styles.foot} aria-label={words.answer}>
      {why !== undefined && <p className={styles.why}>{why === 'partial' ? words.youPartial : words.youSaidYes}</p>}
      <div className={styles.buttons}>
        <Button look="danger" size="large" icon="cross" onClick={() => setOpen('rejected')}>
          {words.reject}
        </Button>
        {why === undefined && (
          <Button look="primary" size="large" icon="check" onClick={() => setOpen('approved')}>
            {words.approve}
          </Button>
        )}
      </div>
      {open !== undefined && <AnswerDialog approval={approval} decision={open} onClose={() => setOpen(undefined)} onLost={onLost} />}
    </section>
  )
}
