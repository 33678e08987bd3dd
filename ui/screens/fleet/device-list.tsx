import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { Tag } from '../../design/tag.tsx'
import { type DeviceOrder, diskShareOf, orderDevices, rateOf } from '../../fleet/device-order.ts'
import { type DeviceCondition, problemsOf } from '../../fleet/device-problems.ts'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useLanguage } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { useNow } from '../../time/use-now.ts'
import { DeviceForm } from './device-form.tsx'
import styles from './fleet.module.css'

const everyMs = 10_000

/** All devices of the site as they are now, those with problems first. */
export function DeviceList() {
  const { text } = useLanguage()
  const words = text.fleet
  const site = useSite()
  const mayAdd = useCan('iot-engineer')
  const [isAdding, setAdding] = useState(false)
  const { sort = 'problems', down = false } = useSearch({ from: '/fleet' })
  const navigate = useNavigate({ from: '/fleet' })
  const now = useNow()
  const columns = useColumns(now)
  const fleet = useApi('readFleet', { params: { site: site.id } }, { everyMs })
  const sorting = {
    ...{ by: sort, isDown: down },
    onSort: (by: string) =>
      void navigate({
        search: (before) => ({ ...before, sort: by as DeviceOrder, down: by === sort && !down ? true : undefined }),
        replace: true,
      }),
  }
  return (
    <Card
      title={words.tabs.devices}
      actions={
        mayAdd && (
          <Button icon="plus" look="primary" onClick={() => setAdding(true)}>
            {words.addDevice}
          </Button>
        )
      }
    >
      {isAdding && <DeviceForm onClose={() => setAdding(false)} />}
      <Loaded of={fleet}>
        {({ items, isHubThere }) =>
          items.length === 0 ? (
            <Empty icon="fleet" title={words.noDevices}>
              {words.noDevicesAdvice}
            </Empty>
          ) : (
            <>
              {!isHubThere && <p role="status">{text.wall.noHub}</p>}
              <Table
                caption={words.tabs.devices}
                columns={columns}
                rows={orderDevices(items, sort, down, now)}
                keyOf={({ id }) => id}
                sorting={sorting}
              />
            </>
          )
        }
      </Loaded>
    </Card>
  )
}

function useColumns(now: number): Column<DeviceCondition>[] {
  const { language, text } = useLanguage()
  const words = text.fleet
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const share = new Intl.NumberFormat(language, { style: 'percent' })
  return [
    {
      title: words.device,
      sortKey: 'name',
      cell: ({ id, name }) => (
        <Link to="/fleet/devices/$id" params={{ id }} className={styles.strong}>
          {name}
        </Link>
      ),
    },
    { title: words.state, sortKey: 'problems', cell: (device) => <Problems device={device} now={now} /> },
    {
      title: words.model,
      cell: ({ model, release }) => (
        <>
          {model === undefined ? text.wall.noModel : `${model.name} ${model.version}`}
          {release !== undefined && <small className={styles.under}>{release}</small>}
        </>
      ),
    },
    { title: words.ring, sortKey: 'ring', cell: ({ ring }) => ring ?? '–' },
    { title: words.rate, sortKey: 'rate', isNumber: true, cell: (device) => number.format(rateOf(device)) },
    {
      title: words.queue,
      sortKey: 'queue',
      isNumber: true,
      cell: ({ health }) => (health ? number.format(health.message.queueDepth) : '–'),
    },
    {
      title: words.disk,
      sortKey: 'disk',
      isNumber: true,
      cell: (device) => {
        const used = diskShareOf(device)
        return used === undefined ? '–' : share.format(used)
      },
    },
    {
      title: words.seen,
      sortKey: 'seen',
      cell: ({ health, site }) => (health === undefined ? words.never : <SiteTime at={health.receivedAt} site={site} as="ago" />),
    },
  ]
}

/** What is wrong with a device, or that nothing is. */
export function Problems({ device, now }: { device: DeviceCondition; now: number }) {
  const words = useLanguage().text.fleet
  const problems = problemsOf(device, now)
  if (problems.length === 0) return <Tag tone="good">{words.well}</Tag>
  return (
    <span className={styles.tags}>
      {problems.map((problem) => (
        <Tag key={problem} tone={problem === 'offline' || problem === 'silent' || problem === 'module' ? 'critical' : 'warning'}>
          {words.problems[problem]}
        </Tag>
      ))}
    </span>
  )
}
