import { Card } from '../../design/page.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { useClock } from '../../time/use-clock.ts'
import { LineageGraph } from './lineage-graph.tsx'
import { ModelFacts } from './model-facts.tsx'
import { lineageOfPassport, type ModelPassport } from './passport-lineage.ts'
import { PassportProof } from './passport-proof.tsx'
import styles from './passports.module.css'
import { PeopleCard } from './people-card.tsx'
import { TeachingPictures } from './teaching-pictures.tsx'

interface PassportPartsProps {
  readonly passport: ModelPassport
  /** Whose passport it is part of, and which release that device runs. */
  readonly device?: { readonly id: string; readonly release?: string | undefined }
}

/** What the passports of models and of devices have in common. */
export function PassportParts({ passport, device }: PassportPartsProps) {
  const text = useText()
  const words = text.passports
  const format = useFormat()
  const clock = useClock(passport.model.site)
  const { camera: cameraName } = useNames(passport.model.site)
  const lineage = lineageOfPassport(passport, { text, format, clock, cameraName }, device)
  return (
    <>
      <Card title={words.graphTitle}>
        {passport.taughtBy === undefined && <p className={styles.soft}>{words.noTeachers}</p>}
        <LineageGraph lineage={lineage} label={words.graphTitle} />
      </Card>
      <div className={styles.two}>
        <PassportProof passport={passport} />
        <PeopleCard people={passport.people} names={passport.names} />
        {passport.taughtBy !== undefined && <TeachingPictures taught={passport.taughtBy} />}
        <ModelFacts passport={passport} />
      </div>
    </>
  )
}
