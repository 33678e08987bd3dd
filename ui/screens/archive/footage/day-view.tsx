import { useMemo, useState } from 'react'
import { Card } from '../../../design/page.tsx'
import { Loaded } from '../../../design/state.tsx'
import { useLanguage } from '../../../text/text.ts'
import { localeOf } from '../../../time/locale-of.ts'
import { useClock } from '../../../time/use-clock.ts'
import { dayBounds } from '../../../time/zoned.ts'
import { useArchiveSearch } from '../use-archive-search.ts'
import { isoOf, lengthOf, type Span } from './coverage.ts'
import { DayIncidents } from './day-incidents.tsx'
import { DayStrip } from './day-strip.tsx'
import styles from './footage.module.css'
import { GapList } from './gap-list.tsx'
import { IntervalBar } from './interval-bar.tsx'
import { IntervalPlayer } from './interval-player.tsx'
import { type Place, useFootage, useHolds, useIncidents } from './use-footage.ts'

/** Length of the interval that is chosen where nobody has said one, in milliseconds. */
const firstLength = 120_000
/** Video before and after an incident, in milliseconds. */
const roll = 10_000

/** One day of a camera: its strip, the chosen interval and its player, the incidents and the gaps in words. */
export function DayView({ site, camera, cameraName, day }: Place & { cameraName: string; day: string }) {
  const { language, text } = useLanguage()
  const words = text.archive
  const { search, show } = useArchiveSearch()
  const { timeZone } = useClock(site)
  const bounds = useMemo(() => dayBounds(day, timeZone), [day, timeZone])
  const { read, past, gaps, footage } = useFootage({ site, camera }, bounds)
  const { incidents, isCutOff, pages } = useIncidents({ site, camera }, bounds)
  const holds = useHolds({ site, camera })
  const [playing, setPlaying] = useState<Span>()
  const [playhead, setPlayhead] = useState<number>()
  const chosen = chosenSpan(search, bounds, footage)
  const choose = ({ from, to }: Span) => show({ camera, day, from: isoOf(from), to: isoOf(to) })
  const play = (span: Span) => {
    choose(span)
    setPlaying({ ...span })
  }
  const title = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'full', timeZone: 'UTC' }).format(Date.parse(day))
  return (
    <div className={styles.day}>
      <Card title={title}>
        <Loaded of={read}>
          {() => (
            <>
              <p className={styles.summary}>
                {words.daySummary(Math.round((lengthOf(footage) / Math.max(1, past.to - past.from)) * 100), gaps.length, incidents.length)}
              </p>
              <DayStrip {...{ site, bounds, footage, gaps, incidents, holds, chosen, playhead }} onChoose={choose} />
              <IntervalBar {...{ site, camera, cameraName, day, chosen }} onChoose={choose} onPlay={() => play(chosen)} />
            </>
          )}
        </Loaded>
      </Card>
      {playing !== undefined && (
        <IntervalPlayer
          key={`${playing.from}-${playing.to}`}
          {...{ site, camera, cameraName }}
          span={playing}
          onTime={setPlayhead}
          onClose={() => {
            setPlaying(undefined)
            setPlayhead(undefined)
          }}
        />
      )}
      <DayIncidents
        site={site}
        incidents={incidents}
        isCutOff={isCutOff}
        read={pages}
        onPlay={({ startedAt, endedAt, peak }) => play({ from: Date.parse(startedAt) - roll, to: Date.parse(endedAt ?? peak.at) + roll })}
      />
      <GapList site={site} gaps={gaps} />
    </div>
  )
}

/** The interval of the address, or else the first minutes that have video. */
function chosenSpan({ from, to }: { from?: string | undefined; to?: string | undefined }, day: Span, footage: readonly Span[]): Span {
  const [start, end] = [Date.parse(from ?? ''), Date.parse(to ?? '')]
  if (end > start && end > day.from && start < day.to) return { from: start, to: end }
  const first = footage.find((span) => span.to - span.from > 1000)?.from ?? day.from
  return { from: first, to: first + firstLength }
}
