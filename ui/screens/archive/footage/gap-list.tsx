import { Card } from '../../../design/page.tsx'
import { Table } from '../../../design/table.tsx'
import { useText } from '../../../text/text.ts'
import { SiteTime } from '../../../time/site-time.tsx'
import { isoOf, type Span } from './coverage.ts'
import { lengthWords } from './length-words.ts'

/** The gaps of a day in words: what the strip shows, for whoever cannot see it or needs the exact times. */
export function GapList({ site, gaps }: { site: string; gaps: readonly Span[] }) {
  const text = useText()
  const words = text.archive
  if (gaps.length === 0) return null
  return (
    <Card title={words.gaps(gaps.length)}>
      <Table
        caption={words.gaps(gaps.length)}
        rows={gaps}
        keyOf={({ from }) => String(from)}
        columns={[
          { title: words.from, cell: ({ from }) => <SiteTime at={isoOf(from)} site={site} as="time" /> },
          { title: words.to, cell: ({ to }) => <SiteTime at={isoOf(to)} site={site} as="time" /> },
          { title: words.length, cell: ({ from, to }) => lengthWords(to - from), isNumber: true },
        ]}
      />
    </Card>
  )
}
