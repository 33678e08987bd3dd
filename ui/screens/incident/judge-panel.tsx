import { useState } from 'react'
import { type Action, type Decision, type IncidentDetail, seenOf, type Verdict } from '../../decisions/decision.ts'
import { useDecisions } from '../../decisions/use-decisions.ts'
import { Chip } from '../../design/tag.tsx'
import { useMe } from '../../people/use-me.ts'
import { useShortcuts } from '../../shortcuts/shortcuts.tsx'
import { useText } from '../../text/text.ts'
import { ConflictPanel, RefusedPanel } from './conflict-panel.tsx'
import styles from './judge-panel.module.css'
import { StandingLine } from './standing-line.tsx'
import { type Reason, reasons, VerdictBar, verdicts } from './verdict-bar.tsx'

export interface DrawnCorrection {
  readonly at: string
  readonly boxes: NonNullable<(Action & { kind: 'judge' })['boxes']>
}

interface JudgePanelProps {
  readonly detail: IncidentDetail
  /** One's own decisions about this incident that the server has not taken. */
  readonly unsent: readonly Decision[]
  readonly correction: DrawnCorrection | undefined
  readonly areKeysOff: boolean
  onDropCorrection(): void
  /** @param isFirst Nobody had judged it before */
  onDecide(action: Action, isFirst: boolean): void
}

/** Where one says whether it was true: what stands, what is in the way, and the three answers. */
export function JudgePanel({ detail, unsent, correction, areKeysOff, onDropCorrection, onDecide }: JudgePanelProps) {
  const text = useText()
  const me = useMe()
  const { retry, drop } = useDecisions()
  const [reason, setReason] = useState<Reason>()
  const [contested, setContested] = useState<Action>()
  const { incident, entries, standingVerdict } = detail
  const standing = entries.find(({ seq }) => seq === standingVerdict)
  const isMine = standing?.who === me.id
  const waiting = unsent.filter(({ state }) => state === 'waiting')
  const pending = waiting.findLast(({ action }) => action.kind === 'judge' || action.kind === 'withdraw')?.action
  const current = pending === undefined ? standing?.verdict : pending.kind === 'judge' ? pending.verdict : undefined

  const judge = (verdict: Verdict) => {
    const action: Action = { kind: 'judge', verdict, reason, ...(correction && { boxes: correction.boxes }) }
    // Another's word is overruled by a second, deliberate press only: it may have come in this very moment.
    if (standing !== undefined && !isMine && pending === undefined) return setContested(action)
    onDecide(action, current === undefined)
  }
  const pick = (picked: Reason) => setReason((before) => (before === picked ? undefined : picked))
  const keys = [
    ...verdicts.map(({ verdict, key }) => [key, { label: text.words.verdict[verdict], run: () => judge(verdict) }] as const),
    ...reasons.map((one, index) => {
      return [String(index + 1), { label: text.incident.reasonKey(text.incident.reasons[one]), run: () => pick(one) }] as const
    }),
  ]
  useShortcuts(text.incident.verdict, areKeysOff ? {} : Object.fromEntries(keys))

  return (
    <VerdictBar standing={current} reason={reason} onReason={setReason} onJudge={judge}>
      {unsent.map((decision) =>
        decision.state === 'conflict' && decision.theirs !== undefined ? (
          <ConflictPanel
            key={decision.id}
            site={incident.site}
            theirs={decision.theirs}
            mine={decision.action}
            onInsist={() => retry(decision.id, seenOf(detail))}
            onYield={() => void drop(decision.id)}
          />
        ) : decision.state === 'refused' ? (
          <RefusedPanel key={decision.id} decision={decision} onRetry={() => retry(decision.id)} onDrop={() => void drop(decision.id)} />
        ) : null,
      )}
      {contested !== undefined && standing !== undefined && (
        <ConflictPanel
          site={incident.site}
          theirs={standing}
          mine={contested}
          onInsist={() => {
            setContested(undefined)
            onDecide(contested, false)
          }}
          onYield={() => setContested(undefined)}
        />
      )}
      <StandingLine
        site={incident.site}
        standing={standing}
        isMine={isMine}
        waiting={waiting}
        onWithdraw={isMine ? () => onDecide({ kind: 'withdraw', of: standing.seq }, false) : undefined}
      />
      {correction !== undefined && (
        <p className={styles.correction}>
          <Chip removeLabel={text.incident.dropBoxes} onRemove={onDropCorrection}>
            {text.incident.boxesGo(correction.boxes.length)}
          </Chip>
        </p>
      )}
    </VerdictBar>
  )
}
