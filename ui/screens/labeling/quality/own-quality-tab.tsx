import { type Item, useApi } from '../../../api/use-api.ts'
import { Card } from '../../../design/page.tsx'
import { Empty, Loaded } from '../../../design/state.tsx'
import { Table } from '../../../design/table.tsx'
import { Tag } from '../../../design/tag.tsx'
import { useSite } from '../../../people/site.tsx'
import { useLanguage } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'

type Row = Item<'readOwnQuality'>

/** How well one labels: told to oneself, a day late. */
export function OwnQualityTab() {
  const { language, text: words } = useLanguage()
  const text = words.labeling
  const site = useSite()
  const quality = useApi('readOwnQuality', { query: { site: site.id } })
  const percent = new Intl.NumberFormat(language, { style: 'percent' })
  const right = ({ gold, wrong }: Row) => (gold === 0 ? text.noneYet : percent.format((gold - wrong) / gold))
  return (
    <Loaded of={quality}>
      {({ items, until }) => {
        if (items.length === 0) {
          return (
            <Empty icon="labeling" title={text.mineNothing}>
              {text.mineNothingAdvice}
            </Empty>
          )
        }
        return (
          <Card title={text.mineTitle}>
            <p>{text.mineLead}</p>
            <Table
              caption={text.mineTitle}
              rows={items}
              keyOf={({ label }) => label}
              columns={[
                { title: text.label, cell: ({ label }) => label },
                { title: text.right, cell: right, isNumber: true },
                {
                  title: text.state,
                  cell: ({ asideSince }) =>
                    asideSince === undefined ? (
                      <Tag tone="good">{text.counts}</Tag>
                    ) : (
                      <Tag tone="warning">
                        {text.asideSince} <SiteTime at={asideSince} site={site.id} as="date" />
                      </Tag>
                    ),
                },
                { title: text.knownAnswers, cell: ({ gold }) => gold, isNumber: true },
                { title: text.tasksGiven, cell: ({ asked }) => asked, isNumber: true },
              ]}
            />
            {items.some(({ asideSince }) => asideSince !== undefined) && <p>{text.asideAdvice}</p>}
            <p>
              {text.mineUntil} <SiteTime at={until} site={site.id} />
            </p>
          </Card>
        )
      }}
    </Loaded>
  )
}
