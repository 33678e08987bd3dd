import { Card } from '../../design/page.tsx'
import { Progress } from '../../design/progress.tsx'
import { type Step, Steps } from '../../design/steps.tsx'
import { Tile, Tiles } from '../../design/tiles.tsx'
import { Bars } from '../../plots/bars.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { Night } from './night-row.tsx'

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
      <Steps title={text.steps} steps={stepsOf(night, text.step)} />
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

function stepsOf({ state, progress, problems }: Night, names: Readonly<Record<(typeof steps)[number], string>>): Step[] {
  // A night that failed says `done` as well; what it could not do names the step at which it broke off.
  const broken = state === 'failed' ? (problems.some(({ step }) => step === 'list') ? 'listing' : 'dataset') : undefined
  const current = steps.indexOf(broken ?? progress.step)
  return steps.map((step, index) => {
    const isPast = index < current || (index === current && broken === undefined && state !== 'running')
    const stage = isPast ? 'past' : index > current ? 'next' : broken === undefined ? 'now' : 'broken'
    return { key: step, name: names[step], stage }
  })
}
