import { Icon } from '../../design/icon.tsx'
import { Card } from '../../design/page.tsx'
import { Progress } from '../../design/progress.tsx'
import { Tile, Tiles } from '../../design/tiles.tsx'
import { Bars } from '../../plots/bars.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { Night } from './night-row.tsx'
import styles from './nights.module.css'

const steps = ['listing', 'recordings', 'dataset', 'done'] as const
// Green and amber of the plots; what is to come stays empty.
const colours = [4, 1]

/** How far a night is, or what it did: its steps, and recordings, frames, boxes and bytes. */
export function NightReport({ night }: { night: Night }) {
  const { state, progress } = night
  const text = useText().nights
  const { number, bytes, duration, percent } = useFormat()
  const { recordings, frames, annotations, secondsLeft } = progress
  const isRunning = state === 'running'
  const { all, done, bad } = recordings
  return (
    <Card title={isRunning ? text.progress : text.report}>
      <Steps night={night} />
      {isRunning && all === 0 && <Progress label={text.progress} value={undefined} />}
      {all > 0 && (
        <Bars
          title={text.recordingsTitle}
          parts={[text.good, text.bad]}
          colours={colours}
          full={all}
          rows={[
            {
              name: text.recordingsTitle,
              values: [done - bad, bad],
              note: percent(done / all),
            },
          ]}
        />
      )}
      <Tiles>
        <Tile name={text.tile.recordings} value={`${number(done)} / ${number(all)}`} />
        <Tile name={text.tile.bad} value={number(bad)} tone={bad > 0 ? 'warning' : 'plain'} />
        <Tile name={text.tile.frames} value={number(frames)} />
        <Tile name={text.tile.boxes} value={number(annotations)} />
        <Tile name={text.tile.bytes} value={bytes(progress.bytes)} />
        {isRunning && secondsLeft !== undefined && <Tile name={text.tile.left} value={duration(secondsLeft)} />}
      </Tiles>
    </Card>
  )
}

function Steps({ night: { progress, state, problems } }: { night: Night }) {
  const text = useText().nights
  // A night that failed says `done` as well; what it could not do names the step at which it broke off.
  const broken = state === 'failed' ? (problems.some(({ step }) => step === 'list') ? 'listing' : 'dataset') : undefined
  const current = steps.indexOf(broken ?? progress.step)
  return (
    <ol className={styles.steps} aria-label={text.steps}>
      {steps.map((step, index) => {
        const isPast = index < current || (index === current && broken === undefined && state !== 'running')
        const stage = isPast ? 'past' : index > current ? 'next' : broken === undefined ? 'now' : 'broken'
        return (
          <li key={step} className={styles[stage]} aria-current={stage === 'now' ? 'step' : undefined}>
            <span className={styles.dot}>
              {stage === 'past' && <Icon name="check" size={16} />}
              {stage === 'broken' && <Icon name="close" size={16} />}
              {(stage === 'now' || stage === 'next') && index + 1}
            </span>
            {text.step[step]}
            <span className="visually-hidden">: {text.stepState[stage]}</span>
          </li>
        )
      })}
    </ol>
  )
}
