import { Link } from '@tanstack/react-router'
import { type Item, useApi } from '../../api/use-api.ts'
import { Tag } from '../../design/tag.tsx'
import { plotColour } from '../../plots/legend.tsx'
import plotStyles from '../../plots/plot.module.css'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { SiteTime } from '../../time/site-time.tsx'
import { splits } from './dataset-search.ts'
import styles from './datasets.module.css'

type Entry = Item<'listDatasets'>

/** One version of the list: how large, how it is split, what is new in it. */
export function DatasetRow({ entry, largest }: { entry: Entry; largest: number }) {
  const text = useText().datasets
  const { number } = useFormat()
  const of = (split: (typeof splits)[number]) => entry.counts[split] ?? { frames: 0, positive: 0, falsePositive: 0, annotations: 0 }
  const sum = (part: 'positive' | 'falsePositive') => splits.reduce((all, split) => all + of(split)[part], 0)
  const sizes = splits.map((split) => `${text.split[split]} ${number(of(split).frames)}`).join(' · ')
  return (
    <li className={styles.row}>
      <Link to="/datasets/$version" params={{ version: entry.version }} className={styles.rowLink}>
        <span className={styles.rowHead}>
          <strong>{entry.version}</strong>
          <span className={styles.soft}>
            <SiteTime at={entry.createdAt} site={entry.site} />
          </span>
        </span>
        <span className={`${plotStyles.plot} ${styles.splitBar}`} aria-hidden="true">
          {splits.map((split, index) => (
            <span key={split} style={{ width: `${(of(split).frames / Math.max(1, largest)) * 100}%`, background: plotColour(index) }} />
          ))}
        </span>
        <span className={styles.facts}>
          <b>{text.frames(number(entry.items))}</b>
          <span>
            {number(sum('positive'))} {text.tile.positive}
          </span>
          <span>
            {number(sum('falsePositive'))} {text.tile.falsePositive}
          </span>
          <span>{sizes}</span>
          <span>{entry.labels.length <= 4 ? entry.labels.join(', ') : text.labels(number(entry.labels.length))}</span>
        </span>
        <News entry={entry} />
      </Link>
    </li>
  )
}

/** What the version has more or less than the one before. */
function News({ entry: { version, previous } }: { entry: Entry }) {
  const text = useText().datasets
  const { number } = useFormat()
  const { data } = useApi('diffDatasets', { params: { version }, query: { against: previous ?? '' } }, { isOff: previous === undefined })
  if (previous === undefined) return <Tag>{text.first}</Tag>
  if (data === undefined) return <span className={styles.newsPlace} />
  const { added, removed, changed } = data.frames
  const boxes = data.labels.reduce((all, label) => all + label.added, 0)
  return (
    <span className={styles.tags}>
      {added > 0 && <Tag tone="good">{text.addedFrames(number(added))}</Tag>}
      {boxes > 0 && <Tag tone="good">{text.addedBoxes(number(boxes))}</Tag>}
      {changed > 0 && <Tag tone="info">{text.changedFrames(number(changed))}</Tag>}
      {removed > 0 && <Tag tone="warning">{text.removedFrames(number(removed))}</Tag>}
      {added + removed + changed === 0 && <Tag>{text.nothingNew}</Tag>}
    </span>
  )
}
