import { Card } from '../../../design/page.tsx'
import { useSite } from '../../../people/site.tsx'
import { useMe } from '../../../people/use-me.ts'
import { useText } from '../../../text/text.ts'
import { useArchiveSearch } from '../use-archive-search.ts'
import { AuditFilters } from './audit-filters.tsx'
import { FoundEntries } from './found-entries.tsx'
import { NewestEntries } from './newest-entries.tsx'
import { useChain } from './use-chain.ts'

/** Who did or saw what, newest first. What is looked for is looked for by the server, over the whole chain. */
export function AuditTab() {
  const text = useText()
  const site = useSite()
  const { sites } = useMe()
  const { search } = useArchiveSearch()
  const chainOf = search.chain === 'organisation' && sites === 'all' ? 'organisation' : site.id
  const chain = useChain(chainOf)
  const isFiltered = Boolean(search.who ?? search.kind ?? search.about ?? search.since ?? search.until)
  return (
    <Card title={text.archive.tabs.audit}>
      <AuditFilters names={chain.names} people={chain.entries.map(({ who }) => who)} isFiltered={isFiltered} />
      {isFiltered ? <FoundEntries chain={chainOf} names={chain.names} /> : <NewestEntries {...chain} />}
    </Card>
  )
}
