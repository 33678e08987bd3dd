import { createLazyRoute, Link } from '@tanstack/react-router'
import { itemsOf, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { ButtonLink } from '../../design/button-link.tsx'
import { Card, Page } from '../../design/page.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useSite } from '../../people/site.tsx'
import { useCan } from '../../people/use-me.ts'
import { Legend } from '../../plots/legend.tsx'
import plotStyles from '../../plots/plot.module.css'
import { useText } from '../../text/text.ts'
import { DatasetGrowth } from './dataset-growth.tsx'
import { DatasetRow } from './dataset-row.tsx'
import { splits } from './dataset-search.ts'
import styles from './datasets.module.css'

export const route = createLazyRoute('/datasets')({ component: DatasetsScreen })

function DatasetsScreen() {
  const text = useText()
  const words = text.datasets
  const site = useSite()
  const pages = useApiPages('listDatasets', { query: { site: site.id, limit: 30 } })
  const mayImport = useCan('data-scientist', 'data-labeler')
  return (
    <Page
      title={text.screens.datasets}
      lead={words.lead}
      actions={
        mayImport && (
          <ButtonLink to="/datasets/import" icon="upload">
            {words.import}
          </ButtonLink>
        )
      }
    >
      <Loaded of={pages}>
        {(data) => {
          const entries = itemsOf<'listDatasets'>(data)
          if (entries.length === 0)
            return (
              <Empty icon="datasets" title={words.none}>
                {words.noneAdvice}
                <Link to="/nights">{words.toNights}</Link>
              </Empty>
            )
          const largest = Math.max(...entries.map(({ items }) => items))
          return (
            <>
              {entries.length > 1 && <DatasetGrowth entries={entries} timeZone={site.timeZone} />}
              <Card
                title={words.versions}
                actions={
                  <div className={plotStyles.plot}>
                    <Legend parts={splits.map((split) => words.split[split])} />
                  </div>
                }
              >
                <ul className={styles.list}>
                  {entries.map((entry) => (
                    <DatasetRow key={entry.version} entry={entry} largest={largest} />
                  ))}
                </ul>
                {pages.hasNextPage && (
                  <Button isBusy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                    {words.older}
                  </Button>
                )}
              </Card>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
