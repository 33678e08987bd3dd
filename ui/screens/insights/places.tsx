import { useApi } from '../../api/use-api.ts'
import { useSite } from '../../people/site.tsx'
import { HeatMap } from '../../plots/heat-map.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { useSnapshot } from '../incidents/use-snapshot.ts'

const columns = 16
/** The newest incident may have no picture (yet). */
const picturesLookedAt = 5

/** Where on a camera's picture things happened, over the newest picture that it has of an incident. */
export function Places({ camera, name, counts }: { camera: string; name: string; counts: readonly number[] }) {
  const text = useText().insights
  const { number } = useFormat()
  const { id: site } = useSite()
  const newest = useApi('listIncidents', { query: { site, camera, limit: picturesLookedAt } }).data?.items
  const pictured = newest?.find(({ snapshot }) => snapshot !== undefined)?.id
  const backdrop = useSnapshot(pictured ?? '', pictured !== undefined)
  const rows = Array.from({ length: counts.length / columns }, (_, row) => counts.slice(row * columns, (row + 1) * columns))
  return (
    <HeatMap
      title={text.placesTitle(name)}
      rows={rows.map((_, row) => text.row(row + 1))}
      columns={Array.from({ length: columns }, (_, column) => text.column(column + 1))}
      values={rows}
      format={number}
      ratio={16 / 9}
      backdrop={backdrop}
    />
  )
}
