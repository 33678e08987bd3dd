import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Problem } from '../../../design/state.tsx'
import { useToast } from '../../../design/toast.tsx'
import { useNames } from '../../../fleet/use-names.ts'
import { BoxEditor } from '../../../picture/box-editor.tsx'
import { editedBox, useBoxEdits } from '../../../picture/use-box-edits.ts'
import { useShortcuts } from '../../../shortcuts/shortcuts.tsx'
import { useText } from '../../../text/text.ts'
import { useProblemWords } from '../../../text/use-problem-words.ts'
import type { Keymap } from '../keys/keymap.ts'
import { framePicture } from './frame-picture.ts'
import type { LabelingSession, SessionState, TaskInHand } from './session.ts'
import { savedObjects, startBoxes } from './start-boxes.ts'
import styles from './task-editor.module.css'
import { TaskFacts } from './task-facts.tsx'
import { useDrafts } from './use-drafts.ts'
import { useLabels } from './use-labels.ts'
import { type WorkAction, WorkBar } from './work-bar.tsx'

export interface TaskEditorProps {
  readonly current: TaskInHand
  readonly session: LabelingSession
  readonly state: SessionState
  readonly keymap: Keymap
}

/** One frame and everything that can be done with it. */
export function TaskEditor({ current, session, state, keymap }: TaskEditorProps) {
  const text = useText().labeling
  const toast = useToast()
  const wordsOf = useProblemWords()
  const { task, before } = current
  const names = useNames(task.site)
  const drafts = useDrafts()
  const [draft] = useState(() => drafts.find(task.id))
  const labels = useLabels(task)
  const picture = useQuery(framePicture(task.frame))
  const [proposal, setProposal] = useState(0)
  const start = draft?.boxes ?? before ?? startBoxes(task)
  const edits = useBoxEdits(() => start.map(editedBox), task.labels[0] ?? labels[0] ?? 'object')
  const objects = savedObjects(edits.boxes)
  useEffect(() => {
    if (edits.canUndo || edits.canRedo) drafts.put(task.id, { task, boxes: edits.boxes })
  }, [edits, drafts, task])

  const source = state.answered.findLast(({ task: done }) => done.camera === task.camera)
  const leave = (way: () => void) => {
    drafts.remove(task.id)
    way()
  }
  const next = (proposal + 1) % Math.max(1, task.proposals.length)
  const actions: Record<WorkAction, { isOff: boolean; run(): void }> = {
    save: { isOff: picture.data === undefined, run: () => leave(() => session.save(objects)) },
    skip: { isOff: false, run: () => leave(session.skip) },
    release: { isOff: false, run: () => leave(session.release) },
    copy: { isOff: source === undefined, run: () => source && edits.replace(source.objects) },
    undoAnswer: {
      isOff: state.answered.length === 0,
      run: () => {
        session.undo().catch((error) => toast({ message: `${text.undoFailed} ${wordsOf(error)}`, isProblem: true }))
      },
    },
    proposal: {
      isOff: task.proposals.length < 2,
      run: () => {
        edits.replace(task.proposals[next]!)
        setProposal(next)
      },
    },
  }
  const rows = Object.entries(actions) as [WorkAction, { isOff: boolean; run(): void }][]
  useShortcuts(
    text.workTitle,
    Object.fromEntries(
      rows.flatMap(([name, action]) => keymap[name].map((key) => [key, { label: text.actions[name], isOnce: true, ...action }])),
    ),
  )
  return (
    <div className={styles.work}>
      <BoxEditor
        source={picture.data}
        alt={text.frameOf(names.camera(task.camera))}
        size={task}
        labels={labels}
        edits={edits}
        keys={keymap}
        hasFocus
        aside={<TaskFacts current={current} isRestored={draft !== undefined} proposal={task.proposals.length > 1 ? proposal : undefined} />}
      />
      {picture.error && <Problem error={picture.error} onRetry={() => void picture.refetch()} />}
      <WorkBar actions={actions} keymap={keymap} boxes={objects.length} hasProposals={task.proposals.length > 1} />
    </div>
  )
}
