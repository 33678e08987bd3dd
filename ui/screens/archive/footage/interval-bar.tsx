import { useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { Field } from '../../../design/field.tsx'
import { useToast } from '../../../design/toast.tsx'
import { useCan } from '../../../people/use-me.ts'
import { useShortcuts } from '../../../shortcuts/shortcuts.tsx'
import { useText } from '../../../text/text.ts'
import { useClock } from '../../../time/use-clock.ts'
import { momentAt, shiftDay, wallTime } from '../../../time/zoned.ts'
import { PlaceHoldDialog } from '../holds/place-hold-dialog.tsx'
import { ClipDialog } from './clip-dialog.tsx'
import type { Span } from './coverage.ts'
import styles from './interval-bar.module.css'
import { lengthWords } from './length-words.ts'

export interface IntervalBarProps {
  readonly site: string
  readonly camera: string
  readonly cameraName: string
  readonly day: string
  readonly chosen: Span
  readonly onChoose: (span: Span) => void
  readonly onPlay: () => void
}

/** The chosen interval in figures, and what can be done with it. */
export function IntervalBar({ site, camera, cameraName, day, chosen, onChoose, onPlay }: IntervalBarProps) {
  const text = useText()
  const words = text.archive
  const { timeZone } = useClock(site)
  const mayHold = useCan('safety-auditor')
  const [open, setOpen] = useState<'clip' | 'hold'>()
  const toast = useToast()
  useShortcuts(text.screens.archive, {
    p: { label: words.play, run: onPlay },
    c: {
      label: text.shell.copyLink,
      run: () => void navigator.clipboard.writeText(location.href).then(() => toast({ message: text.shell.copied })),
    },
  })
  const setFrom = (time: string) => {
    const from = momentAt(day, time, timeZone)
    if (!Number.isNaN(from)) onChoose({ from, to: Math.max(chosen.to, from + 1000) })
  }
  const setTo = (time: string) => {
    const sameDay = momentAt(day, time, timeZone)
    if (Number.isNaN(sameDay)) return
    // An end before the start is one of the next day.
    onChoose({ from: chosen.from, to: sameDay > chosen.from ? sameDay : momentAt(shiftDay(day, 1), time, timeZone) })
  }
  return (
    <div className={styles.bar}>
      <Field label={words.from}>
        <input type="time" step={1} value={wallTime(chosen.from, timeZone)} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label={words.to}>
        <input type="time" step={1} value={wallTime(chosen.to, timeZone)} onChange={(event) => setTo(event.target.value)} />
      </Field>
      <output className={styles.length}>{lengthWords(chosen.to - chosen.from)}</output>
      <div className={styles.actions}>
        <Button look="primary" icon="play" onClick={onPlay}>
          {words.play}
        </Button>
        <Button icon="download" onClick={() => setOpen('clip')}>
          {words.download}
        </Button>
        {mayHold && (
          <Button icon="lock" onClick={() => setOpen('hold')}>
            {words.placeHold}
          </Button>
        )}
      </div>
      {open === 'clip' && <ClipDialog {...{ site, camera, cameraName }} span={chosen} onClose={() => setOpen(undefined)} />}
      {open === 'hold' && <PlaceHoldDialog site={site} camera={camera} span={chosen} onClose={() => setOpen(undefined)} />}
    </div>
  )
}
