import { Tile, Tiles } from '../../design/tiles.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { Quality } from './quality.ts'
import { useEstimate } from './use-estimate.ts'

export function QualityTiles({ quality: { model, verdicts, recall, cameras } }: { quality: Quality }) {
  const text = useText().quality
  const { number } = useFormat()
  const estimate = useEstimate()
  const precision = model === undefined ? undefined : verdicts.perModel[model.digest]
  const drifting = cameras.reduce(
    (sum, { findings }) => sum + findings.filter(({ breachedSince }) => breachedSince !== undefined).length,
    0,
  )
  const worse = verdicts.findings.filter(({ isBreach }) => isBreach).length
  const bad = drifting + worse
  return (
    <Tiles>
      <Tile
        name={text.precision}
        value={precision === undefined ? '–' : estimate(precision).share}
        tone={worse > 0 ? 'warning' : 'plain'}
      />
      <Tile name={text.recall} value={estimate(recall.all).share} />
      <Tile name={text.drifting} value={number(bad)} tone={bad > 0 ? 'warning' : 'good'} />
      <Tile name={text.waiting} value={number(recall.waiting)} tone={recall.waiting > 0 ? 'info' : 'plain'} />
    </Tiles>
  )
}
