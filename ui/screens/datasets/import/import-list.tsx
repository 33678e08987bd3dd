import { Link } from '@tanstack/react-router'
import { type Item, itemsOf, useApiPages } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Loaded } from '../../../design/state.tsx'
import { Table } from '../../../design/table.tsx'
import { Tag } from '../../../design/tag.tsx'
import { useSite } from '../../../people/site.tsx'
import { useText } from '../../../text/text.ts'
import { useFormat } from '../../../text/use-format.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import { importTones } from './import-tones.ts'

/** What was brought back before, by whom, and what came of it; an upload that broke off stands here as well. */
export function ImportList() {
  const text = useText().datasets
  const { number } = useFormat()
  const site = useSite()
  const pages = useApiPages('listImports', { query: { site: site.id, limit: 20 } })
  const names = Object.assign({}, ...(pages.data?.pages.map((page) => page.names) ?? [])) as Readonly<Record<string, string>>
  const outcome = ({ applied, refused }: Item<'listImports'>) =>
    applied === undefined ? '' : text.importOutcome(number(applied), number(refused ?? 0))
  return (
    <>
      <h2>{text.imports}</h2>
      <Loaded of={pages}>
        {(data) => {
          const jobs = itemsOf<'listImports'>(data)
          if (jobs.length === 0) return <p>{text.noImports}</p>
          return (
            <Table
              caption={text.imports}
              rows={jobs}
              keyOf={({ id }) => id}
              columns={[
                {
                  title: text.importedAt,
                  cell: ({ id, requestedAt }) => (
                    <Link to="/datasets/import" search={{ id }}>
                      <SiteTime at={requestedAt} site={site.id} />
                    </Link>
                  ),
                },
                { title: text.importedBy, cell: ({ requestedBy }) => <bdi>{names[requestedBy] ?? requestedBy}</bdi> },
                { title: text.format, cell: ({ format }) => text.importFormats[format] },
                { title: text.importedState, cell: ({ state }) => <Tag tone={importTones[state]}>{text.importState[state]}</Tag> },
                { title: text.importedOutcome, cell: outcome },
              ]}
            />
          )
        }}
      </Loaded>
      {pages.hasNextPage && (
        <Button isBusy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {text.olderImports}
        </Button>
      )}
    </>
  )
}
