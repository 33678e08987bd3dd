import { Button } from '../../design/button.tsx'
import type { Column } from '../../design/table.tsx'
import { useNames } from '../../fleet/use-names.ts'
import { Dumbbells } from '../../plots/dumbbells.tsx'
import { PlotCard, PlotGrid } from '../../plots/plot-card.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { BiasCard } from './bias-card.tsx'
import type { ClassFigures, PartProps } from './evaluation.ts'
import { measures } from './evaluation-search.ts'
import styles from './evaluations.module.css'
import { useShare } from './use-share.ts'

interface Row {
  readonly label: string
  readonly candidate: ClassFigures | undefined
  readonly champion: ClassFigures | undefined
}

/** Label by label and camera by camera, how well each model does on the same frames. */
export function FiguresTab({ evaluation: { test }, search, onSearch }: PartProps) {
  const text = useText().evaluations
  const names = useNames()
  const { measure = 'f1' } = search
  const cameras = Object.keys(test.candidate.perCamera).sort()
  return (
    <>
      <fieldset className={styles.choice}>
        <legend className="visually-hidden">{text.measureTitle}</legend>
        {measures.map((one) => (
          <Button key={one} size="small" aria-pressed={one === measure} onClick={() => onSearch({ measure: one })}>
            {text.measure[one]}
          </Button>
        ))}
      </fieldset>
      <p className={styles.soft}>{text.measureNote[measure]}</p>
      <FigureCard title={text.perClass} rows={rowsOf(test.candidate.perClass, test.champion?.perClass)} measure={measure} />
      {cameras.length > 0 && (
        <PlotGrid>
          {cameras.map((camera) => (
            <FigureCard
              key={camera}
              title={text.onCamera(names.camera(camera))}
              rows={rowsOf(test.candidate.perCamera[camera] ?? {}, test.champion?.perCamera[camera])}
              measure={measure}
            />
          ))}
        </PlotGrid>
      )}
      {test.bias !== undefined && test.bias.length > 0 && <BiasCard figures={test.bias} />}
    </>
  )
}

function FigureCard({ title, rows, measure }: { title: string; rows: Row[]; measure: (typeof measures)[number] }) {
  const text = useText().evaluations
  const { number } = useFormat()
  const { share, points } = useShare()
  const objects = rows.reduce((sum, { candidate }) => sum + (candidate?.objects ?? 0), 0)
  const hasChampion = rows.some(({ champion }) => champion !== undefined)
  const chosenOf = (figures: ClassFigures | undefined) => (figures === undefined ? undefined : figures[measure])
  const changeOf = ({ candidate, champion }: Row) => {
    // With nothing to find, a share of it says little: only false alarms tell the two apart.
    if ((candidate ?? champion)?.objects === 0) return text.objectsCount(number(0))
    return candidate === undefined || champion === undefined ? undefined : points(candidate[measure] - champion[measure])
  }
  const sides = [['candidate', text.candidate], ...(hasChampion ? ([['champion', text.champion]] as const) : [])] as readonly (readonly [
    'candidate' | 'champion',
    string,
  ])[]
  const columns: Column<Row>[] = [
    { title: text.label, cell: ({ label }) => <bdi>{label}</bdi> },
    { title: text.objects, isNumber: true, cell: ({ candidate, champion }) => number((candidate ?? champion)?.objects ?? 0) },
    ...measures.flatMap((one) =>
      sides.map(
        ([side, name]): Column<Row> => ({
          title: `${text.measure[one]}, ${name}`,
          isNumber: true,
          cell: (row) => (row[side] === undefined ? '–' : share(row[side][one])),
        }),
      ),
    ),
    ...(['falsePositives', 'falseNegatives'] as const).flatMap((one) =>
      sides.map(
        ([side, name]): Column<Row> => ({
          title: `${text[one]}, ${name}`,
          isNumber: true,
          cell: (row) => (row[side] === undefined ? '–' : number(row[side][one])),
        }),
      ),
    ),
  ]
  return (
    <PlotCard
      title={title}
      note={text.objectsCount(number(objects))}
      figures={text.figures}
      table={{ columns, rows, keyOf: ({ label }) => label }}
    >
      <Dumbbells
        title={`${title}: ${text.measure[measure]}`}
        sides={[text.candidate, text.champion]}
        format={share}
        rows={rows.map((row) => ({
          name: row.label,
          values: [chosenOf(row.candidate), chosenOf(row.champion)] as const,
          note: changeOf(row),
        }))}
      />
    </PlotCard>
  )
}

/** Labels that are in the test; a label without objects is there when a model sees it all the same. */
function rowsOf(candidate: Record<string, ClassFigures>, champion: Record<string, ClassFigures> | undefined): Row[] {
  const labels = [...new Set([...Object.keys(candidate), ...Object.keys(champion ?? {})])].sort()
  return labels
    .map((label) => ({ label, candidate: candidate[label], champion: champion?.[label] }))
    .filter((row) => [row.candidate, row.champion].some((one) => one !== undefined && one.objects + one.falsePositives > 0))
}
