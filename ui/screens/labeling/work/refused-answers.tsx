import { useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { Dialog } from '../../../design/dialog.tsx'
import { useNames } from '../../../fleet/use-names.ts'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import { FramePicture } from './frame-view.tsx'
import type { Refused } from './outbox.ts'
import styles from './refused-answers.module.css'
import { useKept } from './use-kept.ts'
import { useOutbox } from './use-outbox.ts'

/** Answers that were not taken, with why. They stay on this device until their author has seen that. */
export function RefusedAnswers() {
  const text = useText().labeling
  const names = useNames()
  const { refused } = useOutbox()
  const answers = useKept(refused)
  const [shown, setShown] = useState<Refused>()
  if (answers.length === 0) return null
  return (
    <section className={styles.refused} role="alert" aria-label={text.refusedTitle}>
      <h2>{text.refusedTitle}</h2>
      <ul>
        {answers.map((answer) => (
          <li key={answer.task.id}>
            <span>
              <bdi>{names.camera(answer.task.camera)}</bdi>, <SiteTime at={answer.task.at} site={answer.task.site} />:{' '}
              {reasonOf(text, answer)} {text.keptBoxes(answer.objects.length)}
            </span>
            <Button size="small" icon="eye" onClick={() => setShown(answer)}>
              {text.look}
            </Button>
            <Button size="small" look="quiet" icon="trash" onClick={() => refused.remove(answer.task.id)}>
              {text.discard}
            </Button>
          </li>
        ))}
      </ul>
      {shown && (
        <Dialog title={text.keptTitle} isWide onClose={() => setShown(undefined)}>
          <FramePicture task={shown.task} boxes={shown.objects} />
        </Dialog>
      )}
    </section>
  )
}

function reasonOf(text: ReturnType<typeof useText>['labeling'], { code, detail }: Refused): string {
  if (code === 'task-changed') return text.refusedChanged
  return text.refusedOther(detail ?? code)
}
