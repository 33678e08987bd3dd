import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Problem } from '../../design/state.tsx'
import { useJpeg } from '../../picture/use-camera-picture.ts'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'

interface TestPictureProps {
  readonly device: string
  readonly source: string
  readonly credentials: string | undefined
}

/** What the device would see of a source, before a camera is set up with it. */
export function TestPicture({ device, source, credentials }: TestPictureProps) {
  const words = useText().fleet
  const attempt = useAction('trySource')
  const picture = useJpeg(attempt.data?.jpegBase64)
  const body = { source, ...(credentials !== undefined && { credentials }), maxWidth: 640 }
  return (
    <div className={styles.form}>
      <div>
        <Button
          icon="camera"
          disabled={device === '' || source === ''}
          isBusy={attempt.isPending}
          onClick={() => attempt.mutate({ params: { id: device }, body })}
        >
          {words.tryIt}
        </Button>{' '}
        <small className={styles.soft}>{words.tryHint}</small>
      </div>
      <div aria-live="polite">
        {attempt.error && <Problem error={attempt.error} />}
        {picture !== undefined && attempt.error === null && <img className={styles.tried} src={picture} alt={words.tried} />}
      </div>
    </div>
  )
}
