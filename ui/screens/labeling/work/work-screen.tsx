import { createLazyRoute, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { Page } from '../../../design/page.tsx'
import { Empty, Problem, Waiting } from '../../../design/state.tsx'
import { useToast } from '../../../design/toast.tsx'
import { useSite } from '../../../people/site.tsx'
import { useShortcutHelp } from '../../../shortcuts/shortcuts.tsx'
import { useText } from '../../../text/text.ts'
import { KeysDialog } from '../keys/keys-dialog.tsx'
import { useKeymap } from '../keys/use-keymap.ts'
import { RefusedAnswers } from './refused-answers.tsx'
import type { LabelingSession, SessionState } from './session.ts'
import { SessionProgress } from './session-progress.tsx'
import { TaskEditor } from './task-editor.tsx'
import { useKeepLost } from './use-drafts.ts'
import { useSession } from './use-session.ts'

export const route = createLazyRoute('/labeling/work')({ component: WorkScreen })

/** One frame after the other, until nothing waits. */
function WorkScreen() {
  const text = useText().labeling
  const wish = route.useSearch()
  const site = useSite()
  const toast = useToast()
  const navigate = useNavigate()
  const showHelp = useShortcutHelp()
  const keepLost = useKeepLost()
  const keys = useKeymap()
  const [isChoosingKeys, setChoosingKeys] = useState(false)
  const sitting = useSession({ site: site.id, ...wish }, (tasks) => {
    if (keepLost(tasks) === 0) toast({ message: text.claimLost })
  })
  const actions = (
    <>
      <Button look="quiet" icon="question" label={text.help} onClick={showHelp} />
      <Button look="quiet" icon="keyboard" label={text.keysTitle} onClick={() => setChoosingKeys(true)} />
      <Button onClick={() => void navigate({ to: '/labeling' })}>{text.stop}</Button>
    </>
  )
  return (
    <Page
      isWide
      title={text.workTitle}
      actions={actions}
      lead={sitting && <SessionProgress state={sitting.state} site={site.id} wish={wish} />}
    >
      <RefusedAnswers />
      {sitting === undefined ? <Waiting /> : <Current {...sitting} keymap={keys.keymap} />}
      {isChoosingKeys && <KeysDialog {...keys} onClose={() => setChoosingKeys(false)} />}
    </Page>
  )
}

interface CurrentProps {
  readonly session: LabelingSession
  readonly state: SessionState
  readonly keymap: ReturnType<typeof useKeymap>['keymap']
}

function Current({ session, state, keymap }: CurrentProps) {
  const text = useText().labeling
  const [current] = state.hand
  if (current !== undefined) return <TaskEditor key={current.task.id} {...{ current, session, state, keymap }} />
  if (state.problem !== undefined) return <Problem error={state.problem} onRetry={() => void session.fill()} />
  if (!state.isDry) return <Waiting label={text.claiming} />
  return (
    <Empty icon="check" title={state.answered.length > 0 ? text.allDone : text.nothing}>
      <p>{text.nothingAdvice}</p>
      <p>{text.looksAgain}</p>
      {state.answered.length > 0 && (
        <Button icon="undo" onClick={() => void session.undo().catch(() => {})}>
          {text.actions.undoAnswer}
        </Button>
      )}
      <Link to="/labeling">{text.toQueue}</Link>
    </Empty>
  )
}
