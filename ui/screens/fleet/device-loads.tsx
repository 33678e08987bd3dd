import { useApi } from '../../api/use-api.ts'
import { ButtonLink } from '../../design/button-link.tsx'
import { Card } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'

/** Which release and model a device runs, beside those that it should run, and why they differ. */
export function DeviceLoads({ id }: { id: string }) {
  const text = useText()
  const words = text.fleet
  const passport = useApi('getDevicePassport', { params: { id } }, { everyMs: 30_000 })
  return (
    <Card
      title={words.passport}
      actions={
        <ButtonLink to="/devices/$id/passport" params={{ id }} size="small" icon="models">
          {text.passports.graphTitle}
        </ButtonLink>
      }
    >
      <Loaded of={passport}>
        {({ desired, actual, mismatches }) => (
          <>
            <dl className={styles.facts}>
              <Load title={words.running} load={actual} />
              <Load title={words.wanted} load={desired} />
            </dl>
            {mismatches.length > 0 && (
              <div className={styles.warned} role="status">
                <strong>{words.mismatch}</strong>
                <ul>
                  {mismatches.map(({ what, because, reason }) => (
                    <li key={what}>
                      {what === 'release' ? words.release : what === 'model' ? words.model : words.module}:{' '}
                      {because === 'refused' || because === 'not-applied' ? reason : text.passports.because[because]}
                    </li>
                  ))}
                </ul>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Card>
  )
}

interface DeviceLoad {
  readonly release?: { readonly id: string } | undefined
  readonly model?: { readonly name: string; readonly version: string } | undefined
}

function Load({ title, load: { release, model } }: { title: string; load: DeviceLoad }) {
  const text = useText()
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {model === undefined ? text.wall.noModel : `${model.name} ${model.version}`}
        {release !== undefined && <small className={styles.under}>{release.id}</small>}
      </dd>
    </>
  )
}
