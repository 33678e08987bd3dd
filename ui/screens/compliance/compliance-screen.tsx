import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { Page } from '../../design/page.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import { complianceTabs } from './compliance-search.ts'
import { CountsTab } from './counts-tab.tsx'
import { PolicyTab } from './policy-tab.tsx'
import { VersionsTab } from './versions-tab.tsx'

export const route = createLazyRoute('/compliance')({ component: ComplianceScreen })

/** What leaves a site, what stays and why, and the policy that says so. */
function ComplianceScreen() {
  const text = useText()
  const words = text.compliance
  const { id: site, name } = useSite()
  const { tab = 'counts', days } = route.useSearch()
  const navigate = useNavigate()
  return (
    <Page title={text.screens.compliance} lead={`${name} · ${words.lead}`}>
      <Tabs
        label={text.screens.compliance}
        tabs={complianceTabs.map((name) => ({ name, title: words.tabs[name] }))}
        chosen={tab}
        onChoose={(tab) => void navigate({ to: '/compliance', search: { tab, days }, replace: true })}
      >
        {tab === 'counts' && <CountsTab key={site} days={days ?? 7} />}
        {tab === 'policy' && <PolicyTab key={site} />}
        {tab === 'versions' && <VersionsTab key={site} />}
      </Tabs>
    </Page>
  )
}
