import { createLazyRoute, useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../design/page.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { useText } from '../../text/text.ts'
import { CameraList } from './camera-list.tsx'
import { DeviceList } from './device-list.tsx'
import { type FleetTab, fleetTabs } from './fleet-search.ts'
import { RolloutList } from './rollout-list.tsx'
import { RolloutPolicyTab } from './rollout-policy-form.tsx'

export const route = createLazyRoute('/fleet')({ component: FleetScreen })

const contents: Readonly<Record<FleetTab, () => React.ReactNode>> = {
  devices: DeviceList,
  cameras: CameraList,
  rollouts: RolloutList,
  policy: RolloutPolicyTab,
}

function FleetScreen() {
  const text = useText()
  const { tab = 'devices' } = useSearch({ from: '/fleet' })
  const navigate = useNavigate({ from: '/fleet' })
  const Content = contents[tab]
  return (
    <Page title={text.screens.fleet} lead={text.fleet.lead} isWide>
      <Tabs
        label={text.screens.fleet}
        tabs={fleetTabs.map((name) => ({ name, title: text.fleet.tabs[name] }))}
        chosen={tab}
        onChoose={(name) => void navigate({ search: { tab: name } })}
      >
        <Content />
      </Tabs>
    </Page>
  )
}
