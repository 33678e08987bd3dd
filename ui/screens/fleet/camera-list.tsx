import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Item, useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { CameraState } from '../../fleet/camera-state.tsx'
import { cameraNow } from '../../fleet/device-problems.ts'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useLanguage } from '../../text/text.ts'
import { useNow } from '../../time/use-now.ts'
import { CameraForm } from './camera-form.tsx'
import styles from './fleet.module.css'

/** The cameras of the site, and a way to add one. */
export function CameraList() {
  const { language, text } = useLanguage()
  const words = text.fleet
  const params = { site: useSite().id }
  const mayAdd = useCan('iot-engineer')
  const now = useNow()
  const [isAdding, setAdding] = useState(false)
  const cameras = useApi('listCameras', { params })
  const rules = useApi('listRules', { params })
  const fleet = useApi('readFleet', { params }, { everyMs: 10_000 })
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const deviceOf = ({ device }: Item<'listCameras'>) => fleet.data?.items.find(({ id }) => id === device)
  const columns: Column<Item<'listCameras'>>[] = [
    {
      title: words.camera,
      cell: ({ id, name }) => (
        <Link to="/fleet/cameras/$id" params={{ id }} className={styles.strong}>
          {name}
        </Link>
      ),
    },
    { title: words.state, cell: (camera) => <CameraState state={cameraNow(deviceOf(camera), camera.id, now).state} /> },
    { title: words.rate, isNumber: true, cell: (camera) => number.format(cameraNow(deviceOf(camera), camera.id, now).framesPerSecond) },
    { title: words.device, cell: (camera) => deviceOf(camera)?.name ?? camera.device },
    { title: words.rules, isNumber: true, cell: ({ id }) => rules.data?.items.filter(({ rule }) => rule.camera === id).length ?? '–' },
    { title: words.source, cell: ({ settings }) => <code>{settings.source}</code> },
  ]
  return (
    <Card
      title={words.tabs.cameras}
      actions={
        mayAdd && (
          <Button icon="plus" look="primary" onClick={() => setAdding(true)}>
            {words.addCamera}
          </Button>
        )
      }
    >
      {isAdding && <CameraForm onClose={() => setAdding(false)} />}
      <Loaded of={cameras}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="camera" title={words.noCameras}>
              {words.noCamerasAdvice}
            </Empty>
          ) : (
            <Table caption={words.tabs.cameras} columns={columns} rows={items} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
    </Card>
  )
}
