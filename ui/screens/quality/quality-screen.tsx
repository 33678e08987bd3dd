import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { ApiProblem } from '../../api/api-problem.ts'
import { useApi } from '../../api/use-api.ts'
import { Page } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { Batches } from './batches.tsx'
import { CalibrationCard } from './calibration-card.tsx'
import { CameraDrift } from './camera-drift.tsx'
import { EstimatesCard } from './estimates-card.tsx'
import styles from './quality.module.css'
import type { Quality } from './quality.ts'
import { QualityTiles } from './quality-tiles.tsx'

export const route = createLazyRoute('/quality')({ component: QualityScreen })

const minuteMs = 60_000

/** How well the model in force does, what drifts, and what people should look at. */
function QualityScreen() {
  const text = useText()
  const { id: site } = useSite()
  const quality = useApi('readQuality', { params: { site } }, { everyMs: minuteMs })
  const isUnseen = quality.error instanceof ApiProblem && quality.error.status === 404
  return (
    <Page title={text.screens.quality} lead={text.quality.lead}>
      {isUnseen ? (
        <Empty icon="quality" title={text.quality.unseen}>
          {text.quality.unseenAdvice}
        </Empty>
      ) : (
        <Loaded of={quality}>{(quality) => <QualityParts quality={quality} />}</Loaded>
      )}
    </Page>
  )
}

function QualityParts({ quality }: { quality: Quality }) {
  const text = useText().quality
  const navigate = useNavigate()
  const { camera: wanted } = route.useSearch()
  const { id: site } = useSite()
  const batches = useApi('listReviewBatches', { params: { site }, query: {} }, { everyMs: minuteMs })
  const camera = quality.cameras.find((one) => one.camera === wanted) ?? mostOverdue(quality)
  return (
    <>
      <p className={styles.note}>
        {quality.model === undefined ? text.noModel : text.model(quality.model.name, quality.model.version)} · {text.lookedAt}{' '}
        <SiteTime at={quality.at} as="ago" />
      </p>
      <QualityTiles quality={quality} />
      <Loaded of={batches}>{({ items }) => <Batches batches={items} />}</Loaded>
      <EstimatesCard quality={quality} />
      <CalibrationCard verdicts={quality.verdicts} />
      {camera !== undefined && (
        <CameraDrift
          cameras={quality.cameras}
          camera={camera}
          onCamera={(camera) => void navigate({ to: '/quality', search: { camera }, replace: true })}
        />
      )}
    </>
  )
}

/** One that drifts comes before one that does not. */
function mostOverdue({ cameras }: Quality) {
  return cameras.find(({ findings }) => findings.some(({ breachedSince }) => breachedSince !== undefined)) ?? cameras[0]
}
