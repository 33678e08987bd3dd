import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Item } from '../../api/use-api.ts'
import { Icon } from '../../design/icon.tsx'
import { CameraState } from '../../fleet/camera-state.tsx'
import { CameraTroubles } from '../../fleet/camera-troubles.tsx'
import { cameraNow, type DeviceCondition } from '../../fleet/device-problems.ts'
import { BoxLayer } from '../../picture/box-layer.tsx'
import { useCameraPicture } from '../../picture/use-camera-picture.ts'
import { useLanguage } from '../../text/text.ts'
import { useProblemWords } from '../../text/use-problem-words.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { useNow } from '../../time/use-now.ts'
import { useIsSeen } from './use-is-seen.ts'
import styles from './wall.module.css'
import type { WallMode } from './wall-search.ts'

interface WallTileProps {
  readonly camera: Item<'listCameras'>
  readonly device: DeviceCondition | undefined
  /** Nobody knows yet whether the device is there: it is not asked in vain. */
  readonly isWaiting: boolean
  readonly mode: WallMode
}

/** Of the place for a picture; one of another shape gets bars beside or over it. */
const frameRatio = 16 / 9

/** One camera: what it sees, how it is, and the ways to its incidents and its archive. */
export function WallTile({ camera, device, isWaiting, mode }: WallTileProps) {
  const { language, text } = useLanguage()
  const words = text.wall
  const wordsOf = useProblemWords()
  const place = useRef<HTMLElement>(null)
  const [ratio, setRatio] = useState<number>(frameRatio)
  const now = cameraNow(device, camera.id, useNow())
  const isSeen = useIsSeen(place)
  const isThere = now.state === 'live' || now.state === 'starting' || now.state === 'unknown'
  const picture = useCameraPicture({
    ...{ site: camera.site, camera: camera.id, maxWidth: mode.maxWidth, everyMs: mode.seconds * 1000 },
    isOff: isWaiting || !isSeen || !isThere || !camera.settings.enabled,
  })
  const isOld = !isThere || picture.error !== null
  const rate = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(now.framesPerSecond)
  const alt = isOld ? words.oldPictureOf(camera.name) : words.pictureOf(camera.name, picture.detections.length)
  return (
    <article ref={place} className={styles.tile} data-state={now.state}>
      <div className={`${styles.picture} ${isOld ? styles.old : ''}`}>
        {picture.source === undefined ? (
          <span className={styles.none} role="img" aria-label={words.noPictureOf(camera.name)}>
            {picture.isAsking ? text.shell.loading : <Icon name="camera" size={36} />}
          </span>
        ) : (
          <div className={styles.still} data-wide={ratio >= frameRatio || undefined} style={{ aspectRatio: ratio }}>
            <img
              src={picture.source}
              alt={alt}
              decoding="async"
              onLoad={({ currentTarget }) => setRatio(currentTarget.naturalWidth / currentTarget.naturalHeight)}
            />
            <BoxLayer boxes={isOld ? [] : picture.detections} />
          </div>
        )}
        {now.state === 'away' && (
          <p className={styles.away}>
            <Icon name="camera" size={18} />
            {now.since === undefined ? words.away : words.awaySince}{' '}
            {now.since !== undefined && <SiteTime at={now.since} site={camera.site} />}
          </p>
        )}
        {isThere && picture.error !== null && <p className={styles.away}>{wordsOf(picture.error)}</p>}
      </div>
      <div className={styles.caption}>
        <h2>{camera.name}</h2>
        <CameraState state={now.state} />
        {isThere && now.troubles.length > 0 && (
          <p className={styles.troubles}>
            <CameraTroubles troubles={now.troubles} />
          </p>
        )}
        <p className={styles.facts}>
          {now.state === 'live' && <span>{words.rate(rate)}</span>}
          <span>{device?.model === undefined ? words.noModel : `${device.model.name} ${device.model.version}`}</span>
          <span>{device?.name ?? camera.device}</span>
          {picture.at !== undefined && !isOld && <SiteTime at={picture.at} site={camera.site} as="time" />}
        </p>
        {now.problem !== undefined && <p className={styles.problem}>{now.problem}</p>}
        <nav className={styles.links} aria-label={camera.name}>
          <Link to="/incidents" search={{ camera: camera.id } as never}>
            {text.screens.incidents}
          </Link>
          <Link to="/archive" search={{ camera: camera.id } as never}>
            {text.screens.archive}
          </Link>
          <Link to="/fleet/cameras/$id" params={{ id: camera.id }}>
            {text.screens.settings}
          </Link>
        </nav>
      </div>
    </article>
  )
}
