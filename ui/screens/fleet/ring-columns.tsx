import { Link } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { Progress } from '../../design/progress.tsx'
import { type DeviceProgress, type Rollout, stageOf, takenIn } from '../../fleet/rollout-progress.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { useNow } from '../../time/use-now.ts'
import styles from './rings.module.css'
import { DeviceStateTag } from './rollout-state.tsx'

/** Worst first: who looks at a ring of a thousand wants to see the three that failed. */
const ranks: Readonly<Record<DeviceProgress['state'], number>> = { failed: 0, away: 1, targeted: 2, waiting: 3, back: 4, well: 5 }
const mostShown = 60

/** The rings of a rollout beside each other, each with its devices and how far they are. */
export function RingColumns({ rollout }: { rollout: Rollout }) {
  const words = useText().fleet
  const format = useFormat()
  const now = useNow(1000)
  const { site, rings, ring: current, deviceProgress, state } = rollout
  const devices = useApi('listDevices', { params: { site } })
  const nameOf = (id: string) => devices.data?.items.find((device) => device.id === id)?.name ?? id
  const isUnderWay = state === 'running' || state === 'paused'
  return (
    <ol className={styles.rings}>
      {rings.map(({ name, devices: count }, index) => {
        const own = deviceProgress.filter((device) => device.ring === index).toSorted((a, b) => ranks[a.state] - ranks[b.state])
        const stage = stageOf(rollout, index, now)
        const taken = takenIn(own, index)
        return (
          <li key={name} className={styles.ring} aria-current={isUnderWay && index === current ? 'step' : undefined}>
            <h2>
              {index + 1}. {name}
            </h2>
            <p className={styles.stage}>
              {stage.kind === 'waiting' && words.ringWaiting}
              {stage.kind === 'taking' && words.ringTaking}
              {stage.kind === 'done' && words.ringDone}
              {stage.kind === 'baking' && words.ringBaking(format.duration(stage.leftMs / 1000))}
            </p>
            <Progress label={name} value={count === 0 ? 0 : taken / count} />
            <p className={styles.count}>{words.ringCount(taken, count)}</p>
            {own.length === 0 && <p className={styles.count}>{words.ringEmpty}</p>}
            <ul>
              {own.slice(0, mostShown).map((device) => (
                <li key={device.device} className={styles.device}>
                  <Link to="/fleet/devices/$id" params={{ id: device.device }}>
                    {nameOf(device.device)}
                  </Link>
                  <DeviceStateTag state={device.state} />
                  {device.reason !== undefined && <p>{device.reason}</p>}
                </li>
              ))}
            </ul>
            {own.length > mostShown && <p className={styles.count}>+ {format.number(own.length - mostShown)}</p>}
          </li>
        )
      })}
    </ol>
  )
}
