import { createLazyRoute, Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card, Page } from '../../design/page.tsx'
import { Empty, Loaded, Problem } from '../../design/state.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { Tag } from '../../design/tag.tsx'
import { useToast } from '../../design/toast.tsx'
import { CameraState } from '../../fleet/camera-state.tsx'
import { type CameraHealth, cameraNow, type DeviceCondition } from '../../fleet/device-problems.ts'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { useNow } from '../../time/use-now.ts'
import { DeviceForm } from './device-form.tsx'
import { DeviceHealthPlots } from './device-health.tsx'
import { Problems } from './device-list.tsx'
import { DeviceLoads } from './device-loads.tsx'
import styles from './fleet.module.css'
import { RemoveDevice } from './remove-device.tsx'

export const route = createLazyRoute('/fleet/devices/$id')({ component: DeviceScreen })

const everyMs = 10_000

/** One device: what it should do, what it does, and how it was. */
function DeviceScreen() {
  const { id } = useParams({ from: '/fleet/devices/$id' })
  const device = useApi('getDevice', { params: { id } }, { everyMs })
  return <Loaded of={device}>{({ site, name }) => <OneDevice key={id} device={{ id, site, name }} />}</Loaded>
}

function OneDevice({ device }: { device: Pick<DeviceCondition, 'id' | 'site' | 'name'> }) {
  const text = useText()
  const words = text.fleet
  const { id, site, name } = device
  const show = useToast()
  const mayChange = useCan('iot-engineer')
  const now = useNow()
  const [isRenaming, setRenaming] = useState(false)
  const [isRemoving, setRemoving] = useState(false)
  const fleet = useApi('readFleet', { params: { site } }, { everyMs })
  const condition = fleet.data?.items.find((one) => one.id === id)
  const reload = useAction('reloadDevice', ['readFleet'])
  const doReload = () => reload.mutateAsync({ params: { id }, body: {} }).then(() => show({ message: words.reloaded(name) }))
  const lead = condition && (
    <span className={styles.tags}>
      <Tag tone={condition.isConnected ? 'good' : condition.isConnected === false ? 'critical' : 'plain'}>
        {condition.isConnected ? words.connected : condition.isConnected === false ? words.notConnected : text.words.unknown}
      </Tag>
      <Problems device={condition} now={now} />
      {condition.health !== undefined && (
        <span>
          {words.seen}: <SiteTime at={condition.health.receivedAt} site={site} as="ago" />
        </span>
      )}
    </span>
  )
  return (
    <Page
      title={name}
      lead={lead}
      isWide
      actions={
        mayChange && (
          <>
            <Button icon="edit" onClick={() => setRenaming(true)}>
              {words.renameDevice}
            </Button>
            <Button icon="trash" onClick={() => setRemoving(true)}>
              {words.removeDevice}
            </Button>
            <Button icon="retry" title={words.reloadHint} isBusy={reload.isPending} onClick={() => doReload().catch(() => {})}>
              {words.reload}
            </Button>
          </>
        )
      }
    >
      {isRenaming && <DeviceForm device={device} onClose={() => setRenaming(false)} />}
      {isRemoving && <RemoveDevice device={device} onClose={() => setRemoving(false)} />}
      {reload.error && <Problem error={reload.error} />}
      <div className={styles.bench}>
        <Settings id={id} condition={condition} />
        <DeviceLoads id={id} />
      </div>
      <Cameras device={device} condition={condition} />
      <DeviceHealthPlots id={id} site={site} />
    </Page>
  )
}

function Settings({ id, condition }: { id: string; condition: DeviceCondition | undefined }) {
  const words = useText().fleet
  const format = useFormat()
  const state = useApi('getDevice', { params: { id } }, { everyMs })
  const message = condition?.health?.message
  // The hub's own word, where these pages have none for it.
  const statusWords: Readonly<Record<string, string>> = words.runtimeStatus
  return (
    <Card title={words.settingsTitle}>
      <Loaded of={state}>
        {({ settings, isConnected }) => (
          <p className={settings.status === 'refused' ? styles.bad : undefined}>
            {words.settings[settings.status === 'pending' && !isConnected ? 'offline' : settings.status]} {settings.problem}
          </p>
        )}
      </Loaded>
      {message !== undefined && (
        <dl className={styles.facts}>
          <dt>{words.module}</dt>
          <dd>
            {message.moduleVersion} {statusWords[condition?.runtimeStatus ?? ''] ?? condition?.runtimeStatus} ·{' '}
            {format.duration(message.uptimeSeconds)}
          </dd>
          <dt>{words.queue}</dt>
          <dd>{format.number(message.queueDepth)}</dd>
          <dt>{words.disk}</dt>
          <dd>
            {format.bytes(message.diskUsedBytes)} / {format.bytes(message.diskQuotaBytes)}
          </dd>
        </dl>
      )}
      {(condition?.refused ?? message?.problem) !== undefined && <p className={styles.bad}>{condition?.refused ?? message?.problem}</p>}
    </Card>
  )
}

function Cameras({
  device: { id, site },
  condition,
}: {
  device: Pick<DeviceCondition, 'id' | 'site'>
  condition: DeviceCondition | undefined
}) {
  const words = useText().fleet
  const format = useFormat()
  const now = useNow()
  const cameras = useApi('listCameras', { params: { site } })
  const healthOf = (camera: string): CameraHealth | undefined => condition?.health?.message.cameras.find((one) => one.camera === camera)
  const columns: Column<{ id: string; name: string }>[] = [
    {
      title: words.camera,
      cell: (camera) => (
        <Link to="/fleet/cameras/$id" params={{ id: camera.id }} className={styles.strong}>
          {camera.name}
        </Link>
      ),
    },
    { title: words.state, cell: (camera) => <CameraState state={cameraNow(condition, camera.id, now).state} /> },
    {
      title: words.rate,
      isNumber: true,
      cell: (camera) => format.number(Math.round((healthOf(camera.id)?.framesPerSecond ?? 0) * 10) / 10),
    },
    {
      title: words.inferenceMs,
      isNumber: true,
      cell: (camera) => format.number(Math.round((healthOf(camera.id)?.inferenceMs ?? 0) * 10) / 10),
    },
    { title: words.because, cell: (camera) => <span className={styles.bad}>{healthOf(camera.id)?.problem}</span> },
  ]
  return (
    <Card title={words.tabs.cameras}>
      <Loaded of={cameras}>
        {({ items }) => {
          const own = items.filter((camera) => camera.device === id)
          return own.length === 0 ? (
            <Empty icon="camera" title={words.noCameras}>
              {words.noCamerasAdvice}
            </Empty>
          ) : (
            <Table caption={words.tabs.cameras} columns={columns} rows={own} keyOf={(camera) => camera.id} />
          )
        }}
      </Loaded>
    </Card>
  )
}
