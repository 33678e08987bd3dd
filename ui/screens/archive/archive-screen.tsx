import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { Page } from '../../design/page.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { useCan, useMe } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import type { ArchiveTab } from './archive-search.ts'
import { AuditTab } from './audit/audit-tab.tsx'
import { FootageTab } from './footage/footage-tab.tsx'
import { HoldsTab } from './holds/holds-tab.tsx'
import { QuarantineTab } from './quarantine/quarantine-tab.tsx'
import { useArchiveSearch } from './use-archive-search.ts'

export const route = createLazyRoute('/archive')({ component: ArchiveScreen })

const contents: Readonly<Record<ArchiveTab, () => React.ReactNode>> = {
  footage: FootageTab,
  holds: HoldsTab,
  audit: AuditTab,
  quarantine: QuarantineTab,
}

/** What the cameras saw and what people did about it, to look at and to take along; nothing here changes any of it. */
function ArchiveScreen() {
  const text = useText()
  const words = text.archive
  const navigate = useNavigate()
  const { search } = useArchiveSearch()
  const tabs = useTabs()
  const chosen = tabs.find((tab) => tab === search.tab) ?? 'footage'
  const Content = contents[chosen]
  return (
    <Page title={text.screens.archive} lead={words.lead}>
      {tabs.length === 1 ? (
        <Content />
      ) : (
        <Tabs
          label={text.screens.archive}
          tabs={tabs.map((name) => ({ name, title: words.tabs[name] }))}
          chosen={chosen}
          onChoose={(tab) => void navigate({ to: '/archive', search: { ...search, tab } })}
        >
          <Content />
        </Tabs>
      )}
    </Page>
  )
}

/** What was not taken in may come from any site: only those see it who cover all. */
function useTabs(): readonly ArchiveTab[] {
  const isAuditor = useCan('safety-auditor')
  const { sites } = useMe()
  const mayQuarantine = useCan('safety-auditor', 'iot-engineer') && sites === 'all'
  return ['footage', ...(isAuditor ? (['holds', 'audit'] as const) : []), ...(mayQuarantine ? (['quarantine'] as const) : [])]
}
