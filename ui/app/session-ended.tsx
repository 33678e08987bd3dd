import { useEffect, useState, useSyncExternalStore } from 'react'
import { lookForSession, sessionStore } from '../api/session.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { useMe } from '../people/use-me.ts'
import { useText } from '../text/text.ts'
import { hearOfSignIn } from './hear-of-sign-in.ts'
import styles from './session-ended.module.css'
import { signInAddress } from './sign-in-address.ts'

/**
 * The session has ended in the middle of work. The page stays as it is; one signs in in a tab beside it, and what could
 * not be sent is sent then. Who closes the question reads on, and finds the way back in a bar.
 */
export function SessionEnded() {
  const text = useText()
  const words = text.session
  const { name } = useMe()
  const session = useSyncExternalStore(sessionStore.listen, sessionStore.read)
  const [isPutOff, setPutOff] = useState(false)
  const isOver = session.state !== 'there'
  useEffect(() => {
    if (!isOver) return setPutOff(false)
    return hearOfSignIn(() => void lookForSession())
  }, [isOver])
  if (!isOver) return null
  const signIn = () => window.open(signInAddress('/signed-in'), '_blank')
  if (isPutOff) {
    return (
      <div className={styles.bar} role="status">
        {words.ended}
        <Button size="small" onClick={() => setPutOff(false)}>
          {words.signIn}
        </Button>
      </div>
    )
  }
  const actions = (
    <>
      <Button onClick={() => void lookForSession()}>{words.goOn}</Button>
      <Button look="primary" onClick={signIn}>
        {words.signInBeside}
      </Button>
    </>
  )
  return (
    <Dialog title={words.ended} onClose={() => setPutOff(true)} actions={actions}>
      <p>{words.nothingLost}</p>
      {session.state === 'other' && (
        <div className={styles.other} role="alert">
          <p>{words.somebodyElse(session.name, name)}</p>
          <Button look="danger" onClick={() => location.reload()}>
            {words.startAnew(session.name)}
          </Button>
        </div>
      )}
    </Dialog>
  )
}
