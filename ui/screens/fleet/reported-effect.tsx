import { useApi } from '../../api/use-api.ts'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'

const everyMs = 2000

/** What the device made of what was saved last: it says so by itself, or why not. */
export function ReportedEffect({ device }: { device: string }) {
  const words = useText().fleet
  const state = useApi('getDevice', { params: { id: device } }, { everyMs })
  if (state.data === undefined) return null
  const { settings, isConnected } = state.data
  return (
    <p className={styles.effect} role="status">
      {settings.status === 'applied' && (
        <Tag tone="good" icon="check">
          {words.accepted}
        </Tag>
      )}
      {settings.status === 'refused' && (
        <>
          <Tag tone="critical" icon="cross">
            {words.refusedBy}
          </Tag>{' '}
          {settings.problem}
        </>
      )}
      {settings.status === 'pending' && (isConnected ? <Tag tone="info">{words.waitingFor}</Tag> : words.waitingOffline)}
    </p>
  )
}
