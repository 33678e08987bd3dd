import { useNames } from '../../fleet/use-names.ts'
import { PlotCard } from '../../plots/plot-card.tsx'
import { useLanguage } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import styles from './insights.module.css'
import { stepsOf } from './insights-span.ts'
import { stepNames } from './step-name.ts'
import type { Insights } from './tally.ts'
import { type Minutes, uptimeShare } from './uptime-share.ts'

/** From here on a day is as it should be; below the second one it is hardly worth the name. */
const good = 0.99
const fair = 0.9

/** A row a camera, a cell a day or month. Each cell says its figures; the table has them all. */
export function UptimeStrip({ insights, days }: { insights: Insights; days: readonly string[] }) {
  const { language, text } = useLanguage()
  const { percent, number } = useFormat()
  const names = useNames()
  const own = text.insights
  const nameOf = stepNames(language)
  const steps = stepsOf(days, insights.step)
  const share = (minutes: Minutes) => {
    const value = uptimeShare(minutes)
    return value === undefined ? own.off : percent(Math.floor(value * 100) / 100)
  }
  const hours = (minutes: number) => number(Math.round(minutes / 6) / 10)
  return (
    <PlotCard
      title={own.uptime}
      note={own.uptimeNote}
      figures={own.figures}
      table={{
        columns: [
          { title: own.camera, cell: ({ camera }) => names.camera(camera) },
          { title: own.uptimeShare, isNumber: true, cell: ({ total }) => share(total) },
          ...(['live', 'down', 'silent', 'disabled'] as const).map((state) => ({
            title: own.minutes[state],
            isNumber: true,
            cell: ({ total }: Insights['uptime'][number]) => hours(total[state]),
          })),
        ],
        rows: insights.uptime,
        keyOf: ({ camera }) => camera,
      }}
    >
      <div className={styles.strips}>
        {insights.uptime.map(({ camera, total, steps: known }) => {
          const minutes = new Map(known.map((step) => [step.at, step]))
          return (
            <div key={camera} className={styles.strip}>
              <span className={styles.stripName}>{names.camera(camera)}</span>
              <span className={styles.cells} role="img" aria-label={own.uptimeOf(names.camera(camera), share(total))}>
                {steps.map((at) => {
                  const step = minutes.get(at)
                  const words = step === undefined ? own.unknown : share(step)
                  return <i key={at} className={styles[gradeOf(step)]} title={`${nameOf(at)}: ${words}`} />
                })}
              </span>
              <span className={styles.stripShare}>{share(total)}</span>
            </div>
          )
        })}
        <p className={styles.grades} aria-hidden="true">
          {(['good', 'fair', 'poor', 'none'] as const).map((grade) => (
            <span key={grade}>
              <i className={styles[grade]} />
              {own.grade[grade]}
            </span>
          ))}
        </p>
      </div>
    </PlotCard>
  )
}

function gradeOf(minutes: Minutes | undefined): 'good' | 'fair' | 'poor' | 'none' {
  const share = minutes && uptimeShare(minutes)
  if (share === undefined) return 'none'
  if (share >= good) return 'good'
  return share >= fair ? 'fair' : 'poor'
}
