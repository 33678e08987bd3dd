import { Tile, Tiles } from '../../design/tiles.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { falseShare, type Insights, sumOf } from './tally.ts'
import { addMinutes, uptimeShare } from './uptime-share.ts'

export function InsightTiles({ insights: { total, acknowledge, resolve, objects, uptime } }: { insights: Insights }) {
  const text = useText().insights
  const { number, percent, duration } = useFormat()
  const share = falseShare(total)
  const seen = objects.reduce((sum, { count }) => sum + count, 0)
  const up = uptimeShare(addMinutes(uptime.map(({ total }) => total)))
  const time = (seconds: number | undefined) => (seconds === undefined ? '–' : duration(seconds))
  return (
    <Tiles>
      <Tile name={text.incidents} value={number(sumOf(total))} />
      <Tile
        name={text.falseShare}
        value={share === undefined ? '–' : percent(share)}
        tone={share !== undefined && share > 0.5 ? 'warning' : 'plain'}
      />
      <Tile name={text.unjudged} value={number(total.none)} tone={total.none > 0 ? 'info' : 'plain'} />
      <Tile name={text.acknowledge} value={time(acknowledge.medianSeconds)} />
      <Tile name={text.acknowledgeSlow} value={time(acknowledge.p90Seconds)} />
      <Tile name={text.resolve} value={time(resolve.medianSeconds)} />
      <Tile name={text.objects} value={number(seen)} />
      <Tile
        name={text.uptime}
        value={up === undefined ? '–' : percent(Math.floor(up * 100) / 100)}
        tone={up !== undefined && up < 0.95 ? 'warning' : 'plain'}
      />
    </Tiles>
  )
}
