import { Button } from '../../design/button.tsx'
import { idPattern } from '../../forms/slug.ts'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'

type Rings = readonly { readonly name: string; readonly share: number }[]

interface PolicyRingsProps {
  readonly rings: Rings
  readonly onChange: (rings: { name: string; share: number }[]) => void
}

const mostRings = 8

/** The rings of a policy, each with its share of the devices; the last one has them all. */
export function PolicyRings({ rings, onChange }: PolicyRingsProps) {
  const words = useText().fleet.policy
  const set = (index: number, part: Partial<Rings[number]>) =>
    onChange(rings.map((ring, at) => (at === index ? { ...ring, ...part } : ring)))
  const last = rings.length - 1
  return (
    <section className={styles.form} aria-label={words.rings}>
      <h3>{words.rings}</h3>
      <ol className={styles.ringRows}>
        {rings.map(({ name, share }, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a ring is its place in the order, its name is being written
            key={index}
          >
            <input
              required
              pattern={idPattern}
              value={name}
              aria-label={words.ringName(index + 1)}
              onChange={({ target }) => set(index, { name: target.value })}
            />
            <input
              required
              type="number"
              step="any"
              min={index === 0 ? 0 : Math.round((rings[index - 1]?.share ?? 0) * 1000) / 10}
              max={100}
              value={Number.isFinite(share) ? Math.round(share * 1000) / 10 : ''}
              readOnly={index === last}
              aria-label={words.ringShare(index + 1)}
              onChange={({ target }) => set(index, { share: target.valueAsNumber / 100 })}
            />
            <span>%</span>
            <Button
              size="small"
              look="quiet"
              icon="trash"
              label={words.removeRing(name)}
              disabled={index === last}
              onClick={() => onChange(rings.filter((_, at) => at !== index).map((ring) => ({ ...ring })))}
            />
          </li>
        ))}
      </ol>
      <div className={styles.notes}>
        <Button size="small" icon="plus" disabled={rings.length >= mostRings} onClick={() => onChange(withRing(rings))}>
          {words.addRing}
        </Button>
        <small className={styles.soft}>{words.lastRing}</small>
      </div>
    </section>
  )
}

/** A further ring before the last, half way between its neighbours. */
function withRing(rings: Rings): { name: string; share: number }[] {
  const before = rings.at(-2)?.share ?? 0
  const number = rings.length
  const ring = {
    name: rings.some(({ name }) => name === `ring-${number}`) ? `ring-${number}-${number}` : `ring-${number}`,
    share: (before + 1) / 2,
  }
  return rings.toSpliced(-1, 0, ring).map((one) => ({ ...one }))
}
