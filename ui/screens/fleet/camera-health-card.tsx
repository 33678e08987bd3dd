import { useState } from 'react'
import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded, Problem } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useToast } from '../../design/toast.tsx'
import { CameraTroubles } from '../../fleet/camera-troubles.tsx'
import type { CameraNow } from '../../fleet/device-problems.ts'
import { useCan } from '../../people/use-me.ts'
import { LinePlot } from '../../plots/line-plot.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { useClock } from '../../time/use-clock.ts'
import { useNow } from '../../time/use-now.ts'
import styles from './fleet.module.css'

const dayMs = 86_400_000
/** The end of what is asked for moves on by so much: the same question within it is the same answer. */
const stepMs = 60_000

interface CameraHealthCardProps {
  readonly site: string
  readonly id: string
  readonly name: string
  readonly now: CameraNow
}

/** Whether a camera itself is well, since when it is not, and how bright and sharp it was over the day. */
export function CameraHealthCard({ site, id, name, now }: CameraHealthCardProps) {
  const words = useText().cameraHealth
  const mayAccept = useCan('iot-engineer')
  const [isAsking, setAsking] = useState(false)
  const isThere = now.state === 'live'
  return (
    <Card
      title={words.title}
      actions={
        mayAccept &&
        isThere && (
          <Button icon="check" onClick={() => setAsking(true)}>
            {words.accept}
          </Button>
        )
      }
    >
      <CameraHealthNow site={site} now={now} name={name} />
      <DayPlots site={site} id={id} />
      {isAsking && <AcceptDialog site={site} id={id} name={name} onClose={() => setAsking(false)} />}
    </Card>
  )
}

function CameraHealthNow({ site, name, now: { troubles, isLearning, state } }: Pick<CameraHealthCardProps, 'site' | 'name' | 'now'>) {
  const words = useText().cameraHealth
  if (troubles.length === 0)
    return (
      <p className={styles.notes} role="status">
        {state === 'live' && <Tag tone={isLearning ? 'info' : 'good'}>{isLearning ? words.learning : words.well}</Tag>}
        <span className={styles.soft}>{state !== 'live' ? words.notWatched : isLearning ? words.learningMeans : words.wellMeans}</span>
      </p>
    )
  return (
    <div role="status">
      <ul className={styles.troubles}>
        {troubles.map((trouble) => (
          <li key={trouble.kind}>
            <CameraTroubles troubles={[trouble]} /> {words.since} <SiteTime at={trouble.since} site={site} />
            <p>{words.advice[trouble.kind](name)}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

function DayPlots({ site, id }: { site: string; id: string }) {
  const words = useText().cameraHealth
  const to = Math.ceil(useNow(stepMs) / stepMs) * stepMs
  const query = { from: new Date(to - dayMs).toISOString(), to: new Date(to).toISOString() }
  const { timeZone } = useClock(site)
  const history = useApi('readCameraHealth', { params: { site, id }, query })
  return (
    <Loaded of={history}>
      {({ items }) => {
        const known = items.filter(({ brightness }) => brightness !== undefined)
        if (known.length < 2) return <Empty icon="insights" title={words.noPictures} />
        const x = known.map(({ at }) => Date.parse(at) / 1000)
        const lines = [
          [words.brightness, known.map(({ brightness = 0 }) => brightness * 100)],
          [words.sharpness, known.map(({ sharpness = 0 }) => sharpness)],
        ] as const
        return (
          <div className={styles.plots}>
            {lines.map(([title, values]) => (
              <div key={title}>
                <h3>{title}</h3>
                <LinePlot title={title} x={x} lines={[{ name: title, values }]} isTime timeZone={timeZone} height={130} />
              </div>
            ))}
          </div>
        )
      }}
    </Loaded>
  )
}

function AcceptDialog({ site, id, name, onClose }: { site: string; id: string; name: string; onClose: () => void }) {
  const text = useText()
  const words = text.cameraHealth
  const show = useToast()
  const accept = useAction('acceptPicture', ['readFleet', 'readCameraHealth'])
  const say = async () => {
    await accept.mutateAsync({ params: { site, id } })
    show({ message: words.accepted(name) })
    onClose()
  }
  return (
    <Dialog
      title={words.accept}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{text.shell.cancel}</Button>
          <Button look="primary" isBusy={accept.isPending} onClick={() => void say().catch(() => {})}>
            {words.acceptYes}
          </Button>
        </>
      }
    >
      <p>{words.acceptMeans(name)}</p>
      <p>{words.acceptZones}</p>
      {accept.error && <Problem error={accept.error} />}
    </Dialog>
  )
}
