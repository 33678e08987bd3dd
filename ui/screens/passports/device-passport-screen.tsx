import { createLazyRoute } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { ButtonLink } from '../../design/button-link.tsx'
import { Card, Page } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { DeviceComparison } from './device-comparison.tsx'
import { PassportParts } from './passport-parts.tsx'
import styles from './passports.module.css'

export const route = createLazyRoute('/devices/$id/passport')({ component: DevicePassportScreen })

/** How soon one sees that a device has got what it should run. */
const everyMs = 10_000

/** Which model runs in a device, what it should be, and where that model comes from. */
function DevicePassportScreen() {
  const { id } = route.useParams()
  const text = useText()
  const words = text.passports
  const passport = useApi('getDevicePassport', { params: { id } }, { everyMs })
  return (
    <Loaded of={passport}>
      {({ device, desired, actual, mismatches, health, model, names }) => (
        <Page
          isWide
          title={words.deviceTitle(device.name)}
          lead={
            <span className={styles.tags}>
              <Tag tone={device.isConnected ? 'good' : 'warning'}>
                {device.isConnected ? text.fleet.connected : text.fleet.notConnected}
              </Tag>
              {device.architecture !== undefined && <Tag>{device.architecture}</Tag>}
              {health !== undefined && (
                <span>
                  {words.module(health.moduleVersion)} · {text.fleet.seen}: <SiteTime at={health.at} site={device.site} as="ago" />
                </span>
              )}
            </span>
          }
          actions={
            <ButtonLink to="/fleet/devices/$id" params={{ id }} icon="fleet">
              {words.toDevice}
            </ButtonLink>
          }
        >
          <DeviceComparison desired={desired} actual={actual} mismatches={mismatches} names={names} />
          {model === undefined ? (
            <Card title={words.graphTitle}>
              <Empty icon="models" title={actual.model === undefined ? words.noModel : words.unknownModel}>
                {actual.model === undefined ? words.noModelAdvice : words.unknownModelAdvice}
              </Empty>
            </Card>
          ) : (
            <PassportParts passport={model} device={{ id, release: actual.release?.id }} />
          )}
        </Page>
      )}
    </Loaded>
  )
}
