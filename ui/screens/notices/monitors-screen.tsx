import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Page } from '../../design/page.tsx'
import { Loaded } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { useSite } from '../../people/site.tsx'
import { useCan, useMe } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { type Monitor, MonitorDialog } from './monitor-dialog.tsx'
import { kindWords, severityTones } from './notice-words.ts'
import styles from './notices.module.css'
import { useFigure } from './use-figure.ts'

export const route = createLazyRoute('/notices/monitors')({ component: MonitorsScreen })

function MonitorsScreen() {
  const text = useText()
  const words = text.notices
  const chosen = useSite()
  const { shared } = route.useSearch()
  const navigate = route.useNavigate()
  const site = shared === true ? 'all-sites' : chosen.id
  const found = useApi('listMonitors', { params: { site } })
  const isEngineer = useCan('iot-engineer')
  const coversAll = useMe().sites === 'all'
  const mayChange = isEngineer && (shared !== true || coversAll)
  const [edited, setEdited] = useState<Monitor>()
  return (
    <Page title={words.monitorsTitle} lead={words.monitorsLead} actions={<ButtonLink to="/notices">{text.screens.notices}</ButtonLink>}>
      <fieldset className={styles.choice} aria-label={words.scope}>
        {[false, true].map((isShared) => (
          <Button
            key={String(isShared)}
            size="small"
            aria-pressed={(shared === true) === isShared}
            onClick={() => void navigate({ search: isShared ? { shared: true } : {}, replace: true })}
          >
            {isShared ? words.shared : chosen.name}
          </Button>
        ))}
      </fieldset>
      <Loaded of={found}>
        {({ items, version }) => (
          <>
            <ul className={styles.list}>
              {items.map((monitor) => (
                <MonitorRow key={monitor.kind} monitor={monitor} onEdit={mayChange ? () => setEdited(monitor) : undefined} />
              ))}
            </ul>
            {edited !== undefined && <MonitorDialog site={site} monitor={edited} version={version} onClose={() => setEdited(undefined)} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function MonitorRow({ monitor, onEdit }: { monitor: Monitor; onEdit: (() => void) | undefined }) {
  const text = useText()
  const words = text.notices
  const figure = useFigure()
  const { kind, unit, settings, minutesToNotice } = monitor
  const { enabled, severity, above, clear, roles, actions } = settings
  const title = kindWords(text, kind)?.title ?? kind
  return (
    <li className={styles.row}>
      <span className={styles.rowHead}>
        <strong>{title}</strong>
        <span className={styles.tags}>
          {!enabled && <Tag>{words.off}</Tag>}
          <Tag tone={severityTones[severity]}>{text.words.severity[severity]}</Tag>
        </span>
      </span>
      <span className={styles.facts}>
        <span>{words.fromTo(figure(above, unit), figure(clear, unit))}</span>
        <span>{words.noticedWithin(Math.ceil(minutesToNotice))}</span>
        <span>{roles.map((role) => text.words.role[role]).join(', ')}</span>
        {actions.map((action) => (
          <span key={JSON.stringify(action)}>{words.actionKinds[action.kind]}</span>
        ))}
      </span>
      {onEdit !== undefined && (
        <Button size="small" icon="edit" label={words.change(title)} onClick={onEdit}>
          {words.edit}
        </Button>
      )}
    </li>
  )
}
