import type { Item } from '../../api/use-api.ts'
import { useApi } from '../../api/use-api.ts'
import { Card } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useLanguage } from '../../text/text.ts'
import styles from './fleet.module.css'

type Figures = Item<'readRolloutFigures'>
type Behaviour = Figures['champion']

const tones: Readonly<Record<Figures['outcome'], Tone>> = { alike: 'good', different: 'critical', undecided: 'plain' }

/** Every device that has the release, beside itself with what it had before: by these figures a rollout goes on or halts. */
export function RolloutFigures({ id, site, isOver }: { id: string; site: string; isOver: boolean }) {
  const { language, text } = useLanguage()
  const words = text.fleet
  const figures = useApi('readRolloutFigures', { params: { id } }, { everyMs: isOver ? undefined : 15_000 })
  const devices = useApi('listDevices', { params: { site } })
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const fine = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 })
  const pair = (title: string, figureOf: (behaviour: Behaviour) => number | undefined, format = number): Column<Figures> => ({
    title,
    isNumber: true,
    cell: ({ champion, candidate }) => {
      const [before, after] = [champion, candidate].map((behaviour) => {
        const value = figureOf(behaviour)
        return value === undefined ? '–' : format.format(value)
      })
      return (
        <>
          <span className={styles.soft}>{before} → </span>
          {after}
        </>
      )
    },
  })
  const inMegabytes = ({ memoryBytes }: Behaviour) => (memoryBytes === undefined ? undefined : memoryBytes / 1e6)
  return (
    <Card title={words.figures}>
      <p className={styles.soft}>{words.figuresLead}</p>
      <Loaded of={figures}>
        {({ items }) => {
          if (items.length === 0) return <p>{words.noFigures}</p>
          const labels = [
            ...new Set(
              items.flatMap(({ champion, candidate }) => Object.keys({ ...champion.detectionsPerFrame, ...candidate.detectionsPerFrame })),
            ),
          ]
          const columns: Column<Figures>[] = [
            { title: words.device, cell: ({ device }) => devices.data?.items.find(({ id }) => id === device)?.name ?? device },
            { title: words.state, cell: ({ outcome }) => <Tag tone={tones[outcome]}>{words.outcomes[outcome]}</Tag> },
            pair(words.rate, ({ framesPerSecond }) => framesPerSecond),
            pair(words.inferenceMs, ({ inferenceMs }) => inferenceMs),
            pair(words.memory, inMegabytes),
            pair(words.incidentsPerHour, ({ incidentsPerHour }) => incidentsPerHour),
            ...labels
              .slice(0, 4)
              .map((label) => pair(words.detectionsOf(label), ({ detectionsPerFrame }) => detectionsPerFrame[label], fine)),
            { title: words.because, cell: ({ reason }) => reason ?? '' },
          ]
          return <Table caption={words.figures} columns={columns} rows={items} keyOf={({ device }) => device} />
        }}
      </Loaded>
    </Card>
  )
}
