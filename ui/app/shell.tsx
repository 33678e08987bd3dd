import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Icon } from '../design/icon.tsx'
import { useMe } from '../people/use-me.ts'
import { useShortcuts } from '../shortcuts/shortcuts.tsx'
import { useText } from '../text/text.ts'
import { navigation } from './navigation.ts'
import { OfflineBanner } from './offline-banner.tsx'
import { PersonMenu } from './person-menu.tsx'
import { SessionEnded } from './session-ended.tsx'
import styles from './shell.module.css'
import { SignedIn } from './signed-in.tsx'
import { SitePicker } from './site-picker.tsx'

/** What stands around every screen. */
export function Shell() {
  const { pathname } = useLocation()
  if (pagesForAnybody.includes(pathname)) return <Outlet />
  return (
    <SignedIn>
      <Frame />
      <SessionEnded />
    </SignedIn>
  )
}

const pagesForAnybody = ['/signed-in', '/signed-out']

/** After `G` the next key names the screen; it counts for this many milliseconds. */
const chordMs = 1_500

function Frame() {
  const text = useText()
  const { roles } = useMe()
  const navigate = useNavigate()
  const pressedAt = useRef(0)
  const menu = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On a phone the menu is wider than the screen: where one is must be seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path decides which entry is marked
  useEffect(() => {
    menu.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [pathname])
  const rows = navigation.filter((row) => roles.some((role) => role === 'admin' || row.roles.includes(role)))
  const jumps = rows.map(({ name, path, key }) => {
    const run = () => void navigate({ to: path })
    return [key, { label: text.shell.goTo(text.screens[name]), run }] as const
  })
  useShortcuts(text.shell.everywhere, {
    g: {
      label: `${jumps.map(([key, { label }]) => `G ${key.toUpperCase()}: ${label}`).join(' · ')}`,
      run: () => {
        pressedAt.current = Date.now()
        const onKey = (event: KeyboardEvent) => {
          const jump = jumps.find(([key]) => key === event.key.toLowerCase())?.[1]
          if (jump === undefined || Date.now() - pressedAt.current > chordMs) return
          event.preventDefault()
          event.stopImmediatePropagation()
          jump.run()
        }
        window.addEventListener('keydown', onKey, { once: true, capture: true })
      },
    },
  })
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {text.shell.skip}
      </a>
      <header className={styles.top}>
        <Link to="/incidents" className={styles.brand}>
          <img src="/icon.svg" alt="" width={28} height={28} />
          <span>{text.shell.name}</span>
        </Link>
        <SitePicker />
        <PersonMenu />
      </header>
      <nav ref={menu} className={styles.navigation} aria-label={text.shell.menu}>
        {rows.map(({ name, path, below = [] }) => (
          <Link
            key={name}
            to={path}
            className={styles.item}
            activeProps={{ 'aria-current': 'page' }}
            {...(below.some((begin) => pathname.startsWith(begin)) && { 'aria-current': 'page' })}
          >
            <Icon name={name} />
            <span>{text.screens[name]}</span>
          </Link>
        ))}
      </nav>
      <main id="content" className={styles.content} tabIndex={-1}>
        <OfflineBanner />
        <Outlet />
      </main>
    </div>
  )
}
