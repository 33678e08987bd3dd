import { Card } from '../../design/page.tsx'
import { Table } from '../../design/table.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { Night } from './night-row.tsx'
import styles from './nights.module.css'

/** What could not be done and why, and what becomes of it. */
export function NightProblems({ night: { state, problems, problemCount } }: { night: Night }) {
  const text = useText().nights
  const { number } = useFormat()
  if (state === 'running' && problemCount === 0) return null
  return (
    <Card title={text.whatWasBad}>
      {problemCount === 0 ? (
        <p className={styles.soft}>{text.nothingBad}</p>
      ) : (
        <Table
          caption={text.whatWasBad}
          rows={problems.map((problem, index) => ({ ...problem, index }))}
          keyOf={({ index }) => String(index)}
          columns={[
            {
              title: text.problemRecording,
              cell: ({ recording }) => (recording === undefined ? text.wholeNight : <code>{recording}</code>),
            },
            { title: text.problemStep, cell: ({ step }) => text.problemSteps[step] },
            { title: text.problemReason, cell: ({ reason }) => <bdi>{reason}</bdi> },
            { title: text.problemNext, cell: ({ recording }) => (recording === undefined ? text.nextWhole : text.nextRecording) },
          ]}
        />
      )}
      {problemCount > problems.length && <p className={styles.soft}>{text.andMore(number(problemCount - problems.length))}</p>}
    </Card>
  )
}
