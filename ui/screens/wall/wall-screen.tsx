import { createLazyRoute, Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Page } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { cameraNow } from '../../fleet/device-problems.ts'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { useShortcuts } from '../../shortcuts/shortcuts.tsx'
import { useText } from '../../text/text.ts'
import { useNow } from '../../time/use-now.ts'
import styles from './wall.module.css'
import { type Interval, intervals, type WallSearch, wallMode } from './wall-search.ts'
import { WallTile } from './wall-tile.tsx'

export const route = createLazyRoute('/wall')({ component: WallScreen })

/** How devices are changes slower than what cameras see. */
const fleetEveryMs = 10_000

function WallScreen() {
  const text = useText()
  const words = text.wall
  const site = useSite()
  const search = useSearch({ from: '/wall' })
  const navigate = useNavigate({ from: '/wall' })
  const choose = (change: WallSearch) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const mode = wallMode(search, savesData())
  const wall = useRef<HTMLDivElement>(null)
  const isFull = useIsFull()
  const now = useNow()
  const cameras = useApi('listCameras', { params: { site: site.id } })
  const fleet = useApi('readFleet', { params: { site: site.id } }, { everyMs: fleetEveryMs })
  const toggleFull = () => void (isFull ? document.exitFullscreen() : wall.current?.requestFullscreen())
  useShortcuts(text.screens.wall, { f: { label: words.fullScreen, run: toggleFull } })
  const deviceOf = (id: string) => fleet.data?.items.find((device) => device.id === id)
  const away = cameras.data?.items.filter(({ id, device }) => cameraNow(deviceOf(device), id, now).state === 'away') ?? []
  const controls = (
    <>
      <label className={styles.choice}>
        {words.every}
        <select value={mode.seconds} onChange={({ target }) => choose({ every: Number(target.value) as Interval })}>
          {intervals.map((seconds) => (
            <option key={seconds} value={seconds}>
              {words.seconds(seconds)}
            </option>
          ))}
        </select>
      </label>
      <Button aria-pressed={mode.isSmall} onClick={() => choose({ small: !mode.isSmall, every: undefined })}>
        {words.lessData}
      </Button>
      <Button icon="expand" onClick={toggleFull}>
        {words.fullScreen}
      </Button>
    </>
  )
  return (
    <Page title={text.screens.wall} lead={words.lead} isWide actions={controls}>
      {fleet.data?.isHubThere === false && <p role="status">{words.noHub}</p>}
      <p className="visually-hidden" role="status">
        {away.length > 0 ? words.awayNow(away.map(({ name }) => name).join(', ')) : ''}
      </p>
      <Loaded of={cameras}>
        {({ items }) =>
          items.length === 0 ? (
            <NoCameras />
          ) : (
            <div
              ref={wall}
              className={styles.wall}
              data-full={isFull || undefined}
              style={search.columns === undefined ? {} : { gridTemplateColumns: `repeat(${search.columns}, minmax(0, 1fr))` }}
            >
              {items.map((camera) => (
                <WallTile key={camera.id} camera={camera} device={deviceOf(camera.device)} isWaiting={fleet.isPending} mode={mode} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function NoCameras() {
  const words = useText().wall
  const mayAdd = useCan('iot-engineer')
  return (
    <Empty icon="camera" title={words.none}>
      {mayAdd ? (
        <Link to="/fleet" search={{ tab: 'cameras' }}>
          {words.noneAdd}
        </Link>
      ) : (
        words.noneAsk
      )}
    </Empty>
  )
}

function useIsFull(): boolean {
  const [isFull, setFull] = useState(false)
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [])
  return isFull
}

function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
}
