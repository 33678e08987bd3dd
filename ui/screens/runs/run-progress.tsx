import { Card } from '../../design/page.tsx'
import { Progress } from '../../design/progress.tsx'
import { type Step, Steps } from '../../design/steps.tsx'
import { Tile, Tiles } from '../../design/tiles.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { isOver, type Run, type RunState, runSteps, shareOf } from './run-states.ts'
import styles from './runs.module.css'

/** Which step a run is in, and how far the trainer is. */
export function RunProgress({ run }: { run: Run }) {
  const text = useText().runs
  const { number, duration } = useFormat()
  const { state, progress } = run
  const { step, steps, loss, score, secondsLeft } = progress
  const hasFigures = loss !== undefined || score !== undefined
  if (isOver(run) && !hasFigures) return null
  return (
    <Card title={text.progress}>
      {!isOver(run) && <Steps title={text.progress} steps={stepsOf(state, text.step)} />}
      {state === 'running' && (
        <div className={styles.progress}>
          <Progress label={text.progress} value={shareOf(run)} />
          {/* Not announced: it changes every other second. */}
          <p className={styles.figures}>
            {steps > 0 && <span>{text.steps(number(step), number(steps))}</span>}
            {secondsLeft !== undefined && <strong>{text.left(duration(secondsLeft))}</strong>}
          </p>
        </div>
      )}
      {hasFigures && (
        <Tiles>
          {score !== undefined && <Tile name={text.score} value={number(rounded(score))} />}
          {loss !== undefined && <Tile name={text.loss} value={number(rounded(loss))} />}
          {steps > 0 && isOver(run) && <Tile name={text.stepAxis} value={number(step)} />}
        </Tiles>
      )}
    </Card>
  )
}

function stepsOf(state: RunState, names: Readonly<Record<(typeof runSteps)[number], string>>): Step[] {
  // Before the first of them nothing is under way.
  const at = (runSteps as readonly RunState[]).indexOf(state)
  return runSteps.map((step, index) => ({ key: step, name: names[step], stage: index < at ? 'past' : index === at ? 'now' : 'next' }))
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
