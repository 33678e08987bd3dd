import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { Page } from '../../design/page.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { useCan } from '../../people/use-me.ts'
import { useText } from '../../text/text.ts'
import type { LabelingTab } from './labeling-search.ts'
import { OwnQualityTab } from './quality/own-quality-tab.tsx'
import { SiteQualityTab } from './quality/site-quality-tab.tsx'
import { QueueTab } from './queue/queue-tab.tsx'

export const route = createLazyRoute('/labeling')({ component: LabelingScreen })

function LabelingScreen() {
  const text = useText()
  const { tab = 'queue', label } = route.useSearch()
  const navigate = useNavigate()
  const isScientist = useCan('data-scientist')
  const tabs: { name: LabelingTab; title: string }[] = [
    { name: 'queue', title: text.labeling.queue },
    { name: 'mine', title: text.labeling.mine },
  ]
  if (isScientist) tabs.push({ name: 'quality', title: text.labeling.quality })
  const choose = (name: LabelingTab) => void navigate({ to: '/labeling', search: name === 'queue' ? {} : { tab: name }, replace: true })
  return (
    <Page title={text.screens.labeling} lead={text.labeling.lead}>
      <Tabs label={text.screens.labeling} tabs={tabs} chosen={tab} onChoose={choose}>
        {tab === 'queue' && <QueueTab label={label} />}
        {tab === 'mine' && <OwnQualityTab />}
        {tab === 'quality' && isScientist && <SiteQualityTab />}
      </Tabs>
    </Page>
  )
}
