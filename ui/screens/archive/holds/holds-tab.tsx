import { useState } from 'react'
import { useAction, useApi } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Dialog } from '../../../design/dialog.tsx'
import { Card } from '../../../design/page.tsx'
import { Empty, Loaded, Problem } from '../../../design/state.tsx'
import { Tag } from '../../../design/tag.tsx'
import { useToast } from '../../../design/toast.tsx'
import { useNames } from '../../../fleet/use-names.ts'
import { useSite } from '../../../people/site.tsx'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import type { Hold } from '../footage/use-footage.ts'
import styles from './holds.module.css'
import { PlaceHoldDialog } from './place-hold-dialog.tsx'

/** What must be kept whatever the policy says: who asked for it and why, and the end of it. */
export function HoldsTab() {
  const words = useText().archive
  const { id: site } = useSite()
  const read = useApi('listHolds', { params: { site } })
  const [isPlacing, setPlacing] = useState(false)
  const [releasing, setReleasing] = useState<Hold>()
  const place = (
    <Button look="primary" icon="lock" onClick={() => setPlacing(true)}>
      {words.placeHold}
    </Button>
  )
  return (
    <Card title={words.tabs.holds} actions={place}>
      <p className={styles.soft}>{words.holdsLead}</p>
      <Loaded of={read}>
        {({ items, names }) =>
          items.length === 0 ? (
            <Empty icon="lock" title={words.noHolds}>
              {words.noHoldsAdvice}
            </Empty>
          ) : (
            <ul className={styles.list}>
              {items.toSorted(byState).map((hold) => (
                <HoldRow key={hold.id} hold={hold} names={names} onRelease={() => setReleasing(hold)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isPlacing && <PlaceHoldDialog site={site} onClose={() => setPlacing(false)} />}
      {releasing !== undefined && <ReleaseDialog hold={releasing} onClose={() => setReleasing(undefined)} />}
    </Card>
  )
}

/** Those in force first, each newest first. */
function byState(a: Hold, b: Hold): number {
  const [first, second] = [Number(a.releasedAt !== undefined), Number(b.releasedAt !== undefined)]
  return first - second || b.placedAt.localeCompare(a.placedAt)
}

function HoldRow({ hold, names, onRelease }: { hold: Hold; names: Readonly<Record<string, string>>; onRelease: () => void }) {
  const words = useText().archive
  const { site, camera, from, to, reason, placedAt, placedBy, releasedAt, releasedBy } = hold
  const cameraName = useNames(site).camera
  return (
    <li className={styles.hold}>
      <div className={styles.head}>
        <strong>{reason}</strong>
        {releasedAt === undefined ? (
          <Tag tone="good" icon="lock">
            {words.inForce}
          </Tag>
        ) : (
          <Tag>{words.released}</Tag>
        )}
      </div>
      <p>
        {camera === undefined ? words.allCameras : cameraName(camera)} · <SiteTime at={from} site={site} /> –{' '}
        <SiteTime at={to} site={site} />
      </p>
      <p className={styles.soft}>
        {words.placedBy(names[placedBy] ?? placedBy)} <SiteTime at={placedAt} site={site} />
        {releasedAt !== undefined && (
          <>
            {' · '}
            {words.releasedBy(names[releasedBy ?? ''] ?? releasedBy ?? '')} <SiteTime at={releasedAt} site={site} />
          </>
        )}
      </p>
      {releasedAt === undefined && (
        <div>
          <Button size="small" onClick={onRelease}>
            {words.release}
          </Button>
        </div>
      )}
    </li>
  )
}

/** What a hold kept may be removed the moment after: it cannot be undone by a toast, so it is asked. */
function ReleaseDialog({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const text = useText()
  const words = text.archive
  const toast = useToast()
  const release = useAction('releaseHold', ['listHolds'])
  const run = () =>
    release.mutate(
      { params: { site: hold.site, id: hold.id } },
      {
        onSuccess: () => {
          toast({ message: words.holdReleased })
          onClose()
        },
      },
    )
  const actions = (
    <>
      <Button onClick={onClose}>{text.shell.cancel}</Button>
      <Button look="danger" isBusy={release.isPending} onClick={run}>
        {words.release}
      </Button>
    </>
  )
  return (
    <Dialog title={words.releaseTitle} onClose={onClose} actions={actions}>
      <p>
        <strong>{hold.reason}</strong>
      </p>
      <p>{words.releaseAdvice}</p>
      {release.error && <Problem error={release.error} />}
    </Dialog>
  )
}
