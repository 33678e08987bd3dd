import { useMemo, useRef, useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import type { Action, IncidentDetail } from '../../decisions/decision.ts'
import { useDecisions } from '../../decisions/use-decisions.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Page } from '../../design/page.tsx'
import { useToast } from '../../design/toast.tsx'
import { useIncidentLabel } from '../../fleet/use-incident-label.ts'
import { useNames } from '../../fleet/use-names.ts'
import { useCan } from '../../people/use-me.ts'
import type { LabelledBox } from '../../picture/boxes.ts'
import { useShortcuts } from '../../shortcuts/shortcuts.tsx'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import { Player, type PlayerHandle } from '../../video/player.tsx'
import type { SeenFrame } from '../../video/seen-frames.ts'
import type { IncidentFilter } from '../incidents/incident-filter.ts'
import { AlertCard } from './alert-card.tsx'
import { CameraTroubleCard, CameraTroubleStill } from './camera-trouble-card.tsx'
import { DrawingPanel } from './drawing-panel.tsx'
import { happeningsOf, secondsSeen } from './happenings.ts'
import { HistoryCard } from './history-card.tsx'
import { IncidentActions, IncidentTags } from './incident-head.tsx'
import styles from './incident-view.module.css'
import { type DrawnCorrection, JudgePanel } from './judge-panel.tsx'
import { LifeCycle } from './life-cycle.tsx'
import { News } from './news.tsx'
import { RuleCard } from './rule-card.tsx'
import { useAutoAdvance } from './use-auto-advance.ts'
import { useDrawing } from './use-drawing.ts'
import { useIncidentVideo } from './use-incident-video.ts'
import type { Judging } from './use-judging.ts'
import { useNeighbours } from './use-neighbours.ts'

interface IncidentViewProps {
  readonly detail: IncidentDetail
  readonly filter: IncidentFilter
  readonly judging: Judging
}

/** What is played before the incident, so that one sees how it came about. */
const leadMs = 2_000

export function IncidentView({ detail, filter, judging }: IncidentViewProps) {
  const { incident: text, cameraHealth: words } = useText()
  const show = useToast()
  const isOfCamera = detail.incident.kind === 'camera'
  const title = useIncidentLabel()(detail.incident)
  const mayDecide = useCan('site-engineer')
  const mayReport = useCan('site-engineer', 'data-labeler') && !isOfCamera
  const mayComment = useCan('site-engineer', 'iot-engineer', 'data-labeler', 'data-scientist')
  const { incident, entries, alerts } = detail
  const { site, camera, label, startedAt, endedAt, peak, phase } = incident
  const player = useRef<PlayerHandle>(null)
  const commentBox = useRef<HTMLTextAreaElement>(null)
  const video = useIncidentVideo(incident)
  const { data: rules } = useApi('listRules', { params: { site } })
  const named = rules?.items.find(({ id }) => id === incident.rule)
  const { all } = useDecisions()
  const unsent = all.filter((one) => one.incident === incident.id)
  const waiting = unsent.filter(({ state }) => state === 'waiting')
  const neighbours = useNeighbours(incident, filter)
  const [isAdvancing, setAdvancing] = useAutoAdvance()
  const [correction, setCorrection] = useState<DrawnCorrection>()
  const { drawing, start, close } = useDrawing({ player, incident, snapshot: video.snapshot, frames: video.frames })
  const labels = useMemo(
    () => [...new Set([label, ...(rules?.items.map(({ rule }) => rule.label) ?? []), ...video.frames.flatMap(labelsOf)])],
    [label, rules, video.frames],
  )

  const decide = (action: Action, isFirst = false) => {
    judging.decide(detail, action)
    if (action.kind !== 'judge') return
    setCorrection(undefined)
    if (isFirst && isAdvancing) neighbours.goUnjudged()
  }
  const save = (boxes: readonly LabelledBox[]) => {
    if (drawing === undefined) return
    close()
    if (drawing.purpose === 'correct') {
      setCorrection({ at: drawing.at, boxes: boxes.map((one) => ({ at: drawing.at, label: one.label, box: one.box })) })
      show({ message: text.drawing.corrected })
    } else
      for (const one of boxes) decide({ kind: 'missed-object', report: { site, camera, at: drawing.at, label: one.label, box: one.box } })
  }
  const state = waiting.reduce((before, { action }) => stateAfter(action) ?? before, incident.state)
  const acknowledge = () => decide({ kind: 'acknowledge' })
  const finish = () => decide(state === 'resolved' ? { kind: 'reopen' } : { kind: 'resolve' })

  useShortcuts(text.title, {
    ...(mayDecide && {
      a: { label: text.acknowledge, run: () => state === 'new' && acknowledge() },
      r: { label: state === 'resolved' ? text.reopen : text.resolve, run: finish },
      u: { label: text.undo, run: judging.undoLast },
      ...(drawing === undefined && !isOfCamera && { e: { label: text.correct, run: () => start('correct') } }),
    }),
    ...(mayReport && drawing === undefined && { m: { label: text.missed, run: () => start('missed') } }),
    ...(mayComment && { c: { label: text.history.comment, run: () => commentBox.current?.focus() } }),
    j: { label: text.older, run: neighbours.goOlder },
    k: { label: text.newer, run: neighbours.goNewer },
    n: { label: text.nextUnjudged, run: neighbours.goUnjudged },
  })

  const cameraName = useNames(site).camera(camera)
  const { day } = useClock(site)
  const note = video.trouble === undefined ? undefined : text.video[video.trouble]
  return (
    <Page
      isWide
      title={`${title} · ${cameraName}`}
      lead={<IncidentTags incident={{ ...incident, state }} />}
      actions={
        <IncidentActions
          state={state}
          mayDecide={mayDecide}
          onAcknowledge={acknowledge}
          onResolve={finish}
          onReopen={finish}
          onOlder={neighbours.goOlder}
          onNewer={neighbours.goNewer}
        />
      }
    >
      <News detail={detail} />
      <div className={styles.columns}>
        <div className={styles.watch}>
          {isOfCamera ? (
            <CameraTroubleStill source={video.snapshot} alt={words.picture(title, cameraName)} />
          ) : drawing === undefined ? (
            <Player
              ref={player}
              site={site}
              camera={camera}
              clip={video.clip}
              from={video.stretch.from}
              to={video.stretch.to}
              frames={video.frames}
              label={label}
              zone={named?.rule.zone}
              shaded={[{ from: startedAt, to: endedAt ?? (phase === 'open' ? video.stretch.to : peak.at) }]}
              marks={[{ at: peak.at, label: text.happenings.peak }]}
              // The device has drawn its boxes into its picture.
              poster={{ source: video.snapshot, alt: text.picture(label, cameraName), boxes: [], note }}
              startAt={new Date(Date.parse(startedAt) - leadMs).toISOString()}
              isPlayedAtOnce
              fullScreenKey="Shift+F"
              onLost={video.refetch}
            />
          ) : (
            <DrawingPanel drawing={drawing} labels={labels} onSave={save} onClose={close} />
          )}
          {drawing === undefined && (
            <div className={styles.tools}>
              {mayDecide && !isOfCamera && (
                <Button icon="edit" onClick={() => start('correct')}>
                  {text.correct}
                </Button>
              )}
              {mayReport && (
                <Button icon="plus" onClick={() => start('missed')}>
                  {text.missed}
                </Button>
              )}
              {!isOfCamera && (video.isIncomplete || video.trouble === 'failed') && (
                <Button icon="retry" onClick={video.refetch}>
                  {text.video.lookAgain}
                </Button>
              )}
              {!isOfCamera && video.isCut && (
                <ButtonLink
                  to="/archive"
                  search={{ camera, day: day(startedAt), from: startedAt, to: endedAt ?? peak.at } as never}
                  icon="archive"
                >
                  {text.video.isCut}
                </ButtonLink>
              )}
            </div>
          )}
        </div>
        <div className={styles.judge}>
          {mayDecide && (
            <>
              <JudgePanel
                detail={detail}
                unsent={unsent}
                correction={correction}
                areKeysOff={drawing !== undefined}
                onDropCorrection={() => setCorrection(undefined)}
                onDecide={decide}
              />
              <label className={styles.advance}>
                <input type="checkbox" checked={isAdvancing} onChange={({ target }) => setAdvancing(target.checked)} />
                {text.autoAdvance}
              </label>
            </>
          )}
        </div>
        <div className={styles.facts}>
          {isOfCamera ? (
            <CameraTroubleCard incident={incident} cameraName={cameraName} />
          ) : (
            <RuleCard incident={incident} named={named} secondsSeen={secondsSeen(incident, video.frames)} />
          )}
          {!isOfCamera && (
            <LifeCycle
              site={site}
              happenings={happeningsOf(incident, video.frames, named?.rule.dwellSeconds ?? 0)}
              isPlayable={video.clip !== undefined && drawing === undefined}
              onShow={(at) => player.current?.showMoment(at)}
            />
          )}
          <AlertCard site={site} alerts={alerts} />
        </div>
        <div className={styles.history}>
          <HistoryCard
            site={site}
            entries={entries}
            waiting={waiting}
            onComment={mayComment ? (words) => decide({ kind: 'comment', text: words }) : undefined}
            box={commentBox}
          />
        </div>
      </div>
    </Page>
  )
}

/** What a decision on its way makes of the incident. */
function stateAfter({ kind }: Action): IncidentDetail['incident']['state'] | undefined {
  if (kind === 'resolve') return 'resolved'
  if (kind === 'hand-back') return 'new'
  return kind === 'acknowledge' || kind === 'reopen' ? 'acknowledged' : undefined
}

function labelsOf({ detections }: SeenFrame): string[] {
  return detections.map((one) => one.label)
}
