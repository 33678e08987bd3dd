import { Link } from '@tanstack/react-router'
import { Card } from '../../design/page.tsx'
import { useCan } from '../../people/use-me.ts'
import { Picture } from '../../picture/picture.tsx'
import { useFrameLinks } from '../../picture/use-frame-links.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { ModelPassport } from './passport-lineage.ts'
import styles from './passports.module.css'

/** What a model was shown: how much of it, and some of the pictures. */
export function TeachingPictures({ taught }: { taught: NonNullable<ModelPassport['taughtBy']> }) {
  const text = useText()
  const words = text.passports
  const { number } = useFormat()
  const { dataset, frames, verdicts } = taught
  const judged = (['confirmed', 'rejected', 'inconclusive', 'none'] as const).filter((verdict) => verdicts[verdict] > 0)
  return (
    <Card title={words.taughtBy}>
      <p>
        <Link to="/datasets/$version" params={{ version: dataset.version }}>
          {dataset.version}
        </Link>
        {': '}
        {words.pictures(number(frames.count))}, {dataset.labels.join(', ')}
      </p>
      {judged.length > 0 && (
        <p className={styles.soft}>
          {words.verdictsOf}: {judged.map((verdict) => `${text.words.verdict[verdict]} ${number(verdicts[verdict])}`).join(' · ')}
        </p>
      )}
      <Pictures frames={frames.named} />
    </Card>
  )
}

/** Some roles may not see pictures of datasets; to them they are links with a name. */
function Pictures({ frames }: { frames: NonNullable<ModelPassport['taughtBy']>['frames']['named'] }) {
  const words = useText().passports
  const maySee = useCan('data-scientist', 'data-labeler', 'safety-auditor')
  const links = useFrameLinks(maySee ? [frames.map(({ frame }) => frame)] : [])
  return (
    <ul className={styles.pictures} aria-label={words.somePictures}>
      {frames.map(({ frame }) => (
        <li key={frame}>
          <Link to="/lineage/$kind/$id" params={{ kind: 'frame', id: frame }}>
            {maySee && <Picture source={links.get(frame)} alt="" />}
            <code>{frame.slice(0, 8)}</code>
          </Link>
        </li>
      ))}
    </ul>
  )
}
