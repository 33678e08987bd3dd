import { createLazyRoute, useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../design/page.tsx'
import { Empty } from '../../design/state.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import { OnCallTab } from './on-call-tab.tsx'
import { PeopleTab } from './people-tab.tsx'
import { RecipientsTab } from './recipients-tab.tsx'
import type { SettingsTab } from './settings-search.ts'
import { SitesTab } from './sites-tab.tsx'

export const route = createLazyRoute('/settings')({ component: SettingsScreen })

const contents: Readonly<Record<SettingsTab, () => React.ReactNode>> = {
  'on-call': OnCallTab,
  recipients: RecipientsTab,
  people: PeopleTab,
  sites: SitesTab,
}

/** Who is told, who is on call, and, for an administrator, who covers which site. */
function SettingsScreen() {
  const text = useText()
  const words = text.settings
  const navigate = useNavigate()
  const search = useSearch({ from: '/settings' })
  const seesRoster = useCan('site-engineer', 'iot-engineer', 'safety-auditor')
  const isAdmin = useCan('admin')
  const tabs: readonly SettingsTab[] = [
    ...(seesRoster ? (['on-call', 'recipients'] as const) : []),
    ...(isAdmin ? (['people', 'sites'] as const) : []),
  ]
  const chosen = tabs.find((tab) => tab === search.tab) ?? tabs[0]
  if (chosen === undefined) {
    return (
      <Page title={text.screens.settings}>
        <Empty icon="lock" title={words.notYours}>
          {words.notYoursAdvice}
        </Empty>
      </Page>
    )
  }
  const Content = contents[chosen]
  return (
    <Page title={text.screens.settings} lead={words.lead}>
      <Tabs
        label={text.screens.settings}
        tabs={tabs.map((name) => ({ name, title: words.tabs[name] }))}
        chosen={chosen}
        onChoose={(tab) => void navigate({ to: '/settings', search: { tab }, replace: true })}
      >
        <Content />
      </Tabs>
    </Page>
  )
}
