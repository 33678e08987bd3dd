import { Link } from '@tanstack/react-router'
import type { Item } from '../../api/use-api.ts'
import { Tag, type Tone } from '../../design/tag.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { Picture } from '../../picture/picture.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import styles from './compared-frame.module.css'
import type { Outcome } from './evaluation-search.ts'
import { type Sight, SightBoxes } from './sight-boxes.tsx'

type Compared = Item<'listComparedFrames'>

const tones: Record<Outcome, Tone> = { champion: 'critical', candidate: 'good', neither: 'warning', both: 'plain' }

/** One frame twice: what the candidate sees there, and what the champion does, each over what is really on it. */
export function ComparedFrame({ item, words }: { item: Compared; words: Readonly<Record<Outcome, string>> }) {
  const text = useText().evaluations
  const names = useNames()
  const sides: { name: string; sight: Sight }[] = [
    {
      name: text.candidate,
      sight: { seen: item.candidate, objects: item.objects.map(({ isFoundByCandidate: isFound, ...object }) => ({ ...object, isFound })) },
    },
  ]
  if (item.champion !== undefined)
    sides.push({
      name: text.champion,
      sight: {
        seen: item.champion,
        objects: item.objects.map(({ isFoundByChampion = false, ...object }) => ({ ...object, isFound: isFoundByChampion })),
      },
    })
  return (
    <article className={styles.frame} data-frame={item.frame}>
      <header>
        <Tag tone={tones[item.outcome]}>{words[item.outcome]}</Tag>
        <span>{names.camera(item.camera)}</span>
        <Link to={`/lineage/frame/${item.frame}` as string} aria-label={text.lineageOf(item.frame.slice(0, 8))}>
          <code>{item.frame.slice(0, 8)}</code>
        </Link>
      </header>
      <div className={styles.sides}>
        {sides.map(({ name, sight }) => (
          <Side key={name} name={name} sight={sight} item={item} />
        ))}
      </div>
    </article>
  )
}

function Side({ name, sight, item }: { name: string; sight: Sight; item: Compared }) {
  const text = useText().evaluations
  const { percent } = useFormat()
  const wrong = sight.seen.filter(({ isRight }) => !isRight).map(({ label, confidence }) => text.wrong(label, percent(confidence)))
  const missed = sight.objects.filter(({ isFound }) => !isFound).map(({ label }) => text.missed(label))
  const right = sight.seen.filter(({ isRight }) => isRight).map(({ label, confidence }) => text.right(label, percent(confidence)))
  const said = [...missed, ...wrong, ...right]
  return (
    <figure className={styles.side}>
      <div className={styles.picture}>
        <Picture source={item.url === '' ? undefined : item.url} alt={text.pictureAlt(name, item.camera)} hasOwnShape />
        <SightBoxes sight={sight} />
      </div>
      <figcaption>
        <strong>{name}</strong> {said.length === 0 ? text.nothingSeen : said.join(', ')}
      </figcaption>
    </figure>
  )
}
