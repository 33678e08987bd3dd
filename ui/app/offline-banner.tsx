import { useSyncExternalStore } from 'react'
import { UnsentDecisions } from '../decisions/unsent-decisions.tsx'
import { useText } from '../text/text.ts'
import styles from './offline-banner.module.css'

function listen(onChange: () => void) {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}

export function useIsOnline(): boolean {
  return useSyncExternalStore(listen, () => navigator.onLine)
}

/** Says that there is no connection. */
export function OfflineNote() {
  const text = useText().shell
  return useIsOnline() ? null : <p className={styles.banner}>{text.offline}</p>
}

/** Says that there is no connection, and what waits for one. */
export function OfflineBanner() {
  const isOnline = useIsOnline()
  return (
    <div role="status">
      <OfflineNote />
      <UnsentDecisions isOnline={isOnline} />
    </div>
  )
}
