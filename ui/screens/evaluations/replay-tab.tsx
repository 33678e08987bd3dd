import { Card } from '../../design/page.tsx'
import { Empty } from '../../design/state.tsx'
import { Table } from '../../design/table.tsx'
import { Tag } from '../../design/tag.tsx'
import { Tile, Tiles } from '../../design/tiles.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { PartProps } from './evaluation.ts'
import styles from './evaluations.module.css'
import { MissedIncident } from './missed-incident.tsx'
import { useShare } from './use-share.ts'

/** Missed incidents that stand on the page: whoever has more than these needs no list to decide. */
const mostShown = 20

/** What would have happened with each model: the incidents that people judged in the last days, played again. */
export function ReplayTab({ evaluation: { replay, alertsSavedPerDay, incidentsMissed, champion: before } }: PartProps) {
  const text = useText().evaluations
  const { number } = useFormat()
  const { decimal } = useShare()
  const { candidate, champion } = replay
  if (candidate.confirmed + candidate.rejected === 0)
    return (
      <Empty icon="incidents" title={text.replayNone}>
        {text.replayNoneAdvice}
      </Empty>
    )
  const sides = [candidate, ...(champion === undefined ? [] : [champion])]
  const rows = [
    { name: text.found, values: sides.map(({ found, confirmed }) => text.ofAll(number(found), number(confirmed))) },
    { name: text.falseAlarms, values: sides.map(({ falseAlarms, rejected }) => text.ofAll(number(falseAlarms), number(rejected))) },
    { name: text.other, values: sides.map(({ other }) => number(other)) },
  ]
  const foundBefore = champion && ((id: string) => !champion.missed.includes(id))
  return (
    <>
      <p className={styles.soft}>{text.replayLead(number(candidate.days))}</p>
      {before !== undefined && (
        <Tiles>
          <Tile
            name={text.alertsSaved}
            value={decimal(alertsSavedPerDay)}
            tone={alertsSavedPerDay > 0 ? 'good' : alertsSavedPerDay < 0 ? 'warning' : 'plain'}
          />
          <Tile name={text.incidentsMissed} value={number(incidentsMissed)} tone={incidentsMissed > 0 ? 'critical' : 'plain'} />
        </Tiles>
      )}
      <Card title={text.replayTable}>
        <Table
          caption={text.replayTable}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { title: text.what, cell: ({ name }) => name },
            ...[text.candidate, text.champion].slice(0, sides.length).map((title, side) => ({
              title,
              isNumber: true,
              cell: ({ values }: (typeof rows)[number]) => values[side],
            })),
          ]}
        />
      </Card>
      <Card title={text.missedTitle}>
        {candidate.missed.length === 0 ? (
          <p className={styles.soft}>{text.missedNone}</p>
        ) : (
          <ul className={styles.missed}>
            {candidate.missed.slice(0, mostShown).map((id) => (
              <MissedIncident key={id} id={id}>
                {foundBefore !== undefined && (
                  <Tag tone={foundBefore(id) ? 'critical' : 'plain'}>{foundBefore(id) ? text.missedNew : text.missedToo}</Tag>
                )}
              </MissedIncident>
            ))}
          </ul>
        )}
        {candidate.missed.length > mostShown && <p className={styles.soft}>{text.andMore(number(candidate.missed.length - mostShown))}</p>}
      </Card>
    </>
  )
}
