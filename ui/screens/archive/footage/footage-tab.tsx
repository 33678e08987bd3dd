import { useApi } from '../../../api/use-api.ts'
import { Field } from '../../../design/field.tsx'
import { Empty, Loaded } from '../../../design/state.tsx'
import { useSite } from '../../../people/site.tsx'
import { useText } from '../../../text/text.ts'
import { useClock } from '../../../time/use-clock.ts'
import { useNow } from '../../../time/use-now.ts'
import { useArchiveSearch } from '../use-archive-search.ts'
import { isoOf } from './coverage.ts'
import { DayView } from './day-view.tsx'
import styles from './footage.module.css'
import { MonthCalendar } from './month-calendar.tsx'

/** Camera, calendar and day: which time one looks at. */
export function FootageTab() {
  const words = useText().archive
  const { id: site } = useSite()
  const { search, show } = useArchiveSearch()
  const read = useApi('listCameras', { params: { site } })
  return (
    <Loaded of={read}>
      {({ items }) => {
        // A camera that was taken away has left its footage here: its address still leads to it.
        const isGone = search.camera !== undefined && !items.some(({ id }) => id === search.camera)
        const cameras = isGone ? [...items, { id: search.camera!, name: words.removedCamera(search.camera!) }] : items
        const camera = cameras.find(({ id }) => id === search.camera) ?? cameras[0]
        if (camera === undefined) {
          return (
            <Empty icon="camera" title={words.noCameras}>
              {words.noCamerasAdvice}
            </Empty>
          )
        }
        const choose = (id: string) => show({ camera: id, from: undefined, to: undefined })
        return (
          <>
            <div className={styles.camera}>
              <Field label={words.camera}>
                <select value={camera.id} onChange={(event) => choose(event.target.value)}>
                  {cameras.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              </Field>
            </div>
            <CameraDays key={camera.id} site={site} camera={camera.id} cameraName={camera.name} />
          </>
        )
      }}
    </Loaded>
  )
}

function CameraDays({ site, camera, cameraName }: { site: string; camera: string; cameraName: string }) {
  const { search, show } = useArchiveSearch()
  const clock = useClock(site)
  const now = useNow()
  const newest = useApi('listRecordings', { query: { site, camera, limit: 1 } })
  return (
    <Loaded of={newest}>
      {({ items }) => {
        // Without a wish one sees the newest day that has video, rather than an empty one.
        const day = search.day ?? clock.day(items[0]?.startedAt ?? isoOf(now))
        return (
          <div className={styles.columns}>
            <MonthCalendar
              site={site}
              camera={camera}
              day={day}
              onChoose={(chosen) => show({ day: chosen, from: undefined, to: undefined })}
            />
            <DayView key={day} site={site} camera={camera} cameraName={cameraName} day={day} />
          </div>
        )
      }}
    </Loaded>
  )
}
