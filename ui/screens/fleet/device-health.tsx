import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { LinePlot } from '../../plots/line-plot.tsx'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import { useNow } from '../../time/use-now.ts'
import styles from './fleet.module.css'

const stretches = [1, 6, 24, 168] as const
const hourMs = 3_600_000
/** The end of what is asked for moves on by so much: the same question within it is the same answer. */
const stepMs = 60_000

/** How a device was in the last hours: what it analysed, how fast, how much waits, how full it is. */
export function DeviceHealthPlots({ id, site }: { id: string; site: string }) {
  const words = useText().fleet
  const [hours, setHours] = useState<(typeof stretches)[number]>(6)
  const to = Math.ceil(useNow(stepMs) / stepMs) * stepMs
  const query = { from: new Date(to - hours * hourMs).toISOString(), to: new Date(to).toISOString() }
  const { timeZone } = useClock(site)
  const history = useApi('readDeviceHealth', { params: { id }, query })
  const choice = (
    <fieldset className={styles.choice}>
      <legend className="visually-hidden">{words.stretch}</legend>
      {stretches.map((count) => (
        <Button key={count} size="small" aria-pressed={count === hours} onClick={() => setHours(count)}>
          {words.hours(count)}
        </Button>
      ))}
    </fieldset>
  )
  return (
    <Card title={words.healthTitle} actions={choice}>
      <Loaded of={history}>
        {({ items }) => {
          if (items.length === 0) return <Empty icon="insights" title={words.noHealth} />
          const x = items.map(({ at }) => Date.parse(at) / 1000)
          const lines: readonly (readonly [title: string, values: readonly (number | null)[]])[] = [
            [words.rate, items.map(({ framesPerSecond }) => framesPerSecond)],
            [words.inferenceMs, items.map(({ inferenceMs }) => inferenceMs ?? null)],
            [words.waiting, items.map(({ queueDepth }) => queueDepth)],
            [
              words.diskShare,
              items.map(({ diskUsedBytes, diskQuotaBytes }) => (diskQuotaBytes > 0 ? (diskUsedBytes / diskQuotaBytes) * 100 : null)),
            ],
            [words.memory, items.map(({ memoryBytes }) => (memoryBytes === undefined ? null : memoryBytes / 1e6))],
          ]
          return (
            <div className={styles.plots}>
              {lines.map(([title, values]) => (
                <div key={title} hidden={values.every((value) => value === null)}>
                  <h3>{title}</h3>
                  <LinePlot title={title} x={x} lines={[{ name: title, values }]} isTime timeZone={timeZone} height={150} />
                </div>
              ))}
            </div>
          )
        }}
      </Loaded>
    </Card>
  )
}
