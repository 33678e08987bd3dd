import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Card } from '../../design/page.tsx'
import { Empty } from '../../design/state.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useCan } from '../../people/use-me.ts'
import { PlotGrid } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { DriftPlot } from './drift-plot.tsx'
import styles from './quality.module.css'
import type { CameraQuality } from './quality.ts'
import { ReferenceDialog } from './reference-dialog.tsx'

export interface CameraDriftProps {
  readonly cameras: readonly CameraQuality[]
  readonly camera: CameraQuality
  onCamera(camera: string): void
}

/** Each monitor of a camera against what is usual there; what drifts comes first. */
export function CameraDrift({ cameras, camera, onCamera }: CameraDriftProps) {
  const text = useText().quality
  const names = useNames()
  const mayRenew = useCan('data-scientist')
  const [isRenewing, setRenewing] = useState(false)
  const judged = camera.findings.filter(({ periods }) => periods.length > 0)
  const findings = judged.toSorted((a, b) => Number(b.breachedSince !== undefined) - Number(a.breachedSince !== undefined))
  return (
    <Card title={text.driftTitle}>
      <p className={styles.note}>{text.driftNote}</p>
      <Field label={text.camera}>
        <select value={camera.camera} onChange={({ target }) => onCamera(target.value)}>
          {cameras.map((one) => (
            <option key={one.camera} value={one.camera}>
              {names.camera(one.camera)}
            </option>
          ))}
        </select>
      </Field>
      {camera.reference !== undefined && (
        <p className={styles.note}>
          {text.referenceFrom} <SiteTime at={camera.reference.from} as="date" /> – <SiteTime at={camera.reference.to} as="date" />.{' '}
          {camera.isBorrowed && text.borrowed}
        </p>
      )}
      {mayRenew && (
        <p className={styles.note}>
          <Button onClick={() => setRenewing(true)}>{text.renewReference}</Button>
        </p>
      )}
      {isRenewing && <ReferenceDialog camera={camera.camera} onClose={() => setRenewing(false)} />}
      {camera.learningUntil !== undefined && (
        <p className={styles.note}>
          {text.learningUntil} <SiteTime at={camera.learningUntil} />
        </p>
      )}
      {findings.length === 0 ? (
        <Empty icon="clock" title={text.nothingJudged}>
          {text.nothingJudgedAdvice}
        </Empty>
      ) : (
        <PlotGrid>
          {findings.map((finding) => (
            <DriftPlot key={`${camera.camera} ${finding.monitor}`} finding={finding} />
          ))}
        </PlotGrid>
      )}
    </Card>
  )
}
