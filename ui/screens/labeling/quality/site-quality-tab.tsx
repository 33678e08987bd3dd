import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answer, call } from '../../../api/call.ts'
import { keyOf } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Card } from '../../../design/page.tsx'
import { Empty, Loaded } from '../../../design/state.tsx'
import { Table } from '../../../design/table.tsx'
import { useSite } from '../../../people/site.tsx'
import { useLanguage } from '../../../text/text.ts'
import { FindingRow } from './finding-row.tsx'
import { LiftDialog } from './lift-dialog.tsx'

export type SiteQuality = Answer<'readLabelerQuality'>
export type Finding = SiteQuality['findings'][number]

/** How sure a site's labels are, and whose answers were put aside. Not fetched before somebody says so: looking is on record. */
export function SiteQualityTab() {
  const text = useText()
  const [isWanted, setWanted] = useState(false)
  if (isWanted) return <SiteQualityTables />
  return (
    <Empty icon="eye" title={text.qualityAsk}>
      {text.qualityAskAdvice}
      <Button look="primary" onClick={() => setWanted(true)}>
        {text.qualityShow}
      </Button>
    </Empty>
  )
}

function useText() {
  return useLanguage().text.labeling
}

function SiteQualityTables() {
  const { language } = useLanguage()
  const text = useText()
  const site = useSite()
  const input = { query: { site: site.id } }
  // Each look is an entry of the audit chain: none by the way, when a window comes to the front.
  const quality = useQuery({
    queryKey: keyOf('readLabelerQuality', input),
    queryFn: ({ signal }) => call('readLabelerQuality', input, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const [lifted, setLifted] = useState<Finding>()
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <Loaded of={quality}>
      {({ labelers, findings, names }) => {
        const nameOf = ({ who }: { who: string }) => names[who] ?? who
        return (
          <>
            <Card title={text.findings}>
              <p>{text.findingsLead}</p>
              {findings.length === 0 && <p>{text.noFindings}</p>}
              {findings.map((finding) => (
                <FindingRow key={finding.id} finding={finding} names={names} onLift={() => setLifted(finding)} />
              ))}
            </Card>
            <Card title={text.byLabeler}>
              <p>{text.byLabelerLead}</p>
              {labelers.length === 0 ? (
                <p>{text.noLabelers}</p>
              ) : (
                <Table
                  caption={text.byLabeler}
                  rows={labelers.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)) || a.label.localeCompare(b.label))}
                  keyOf={({ who, label }) => `${who} ${label}`}
                  columns={[
                    { title: text.labeler, cell: (row) => nameOf(row) },
                    { title: text.label, cell: ({ label }) => label },
                    { title: text.tasksGiven, cell: ({ asked }) => asked, isNumber: true },
                    { title: text.knownAnswers, cell: ({ gold }) => gold, isNumber: true },
                    { title: text.wrong, cell: ({ wrong }) => wrong, isNumber: true },
                    {
                      title: text.wrongShare,
                      cell: ({ gold, wrong }) => (gold === 0 ? text.noneYet : percent.format(wrong / gold)),
                      isNumber: true,
                    },
                  ]}
                />
              )}
            </Card>
            {lifted && <LiftDialog finding={lifted} name={nameOf(lifted)} onClose={() => setLifted(undefined)} />}
          </>
        )
      }}
    </Loaded>
  )
}
