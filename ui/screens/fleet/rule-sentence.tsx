import { holdOf, type RuleDraft } from '../../fleet/rule-draft.ts'
import { leastCorners } from '../../fleet/zone-geometry.ts'
import { useText } from '../../text/text.ts'

/** A rule as one would say it. */
export function RuleSentence({ draft: { rule, zone } }: { draft: RuleDraft }) {
  const text = useText()
  const words = text.fleet
  const percent = (share: number) => Math.round(share * 100)
  const { label, dwellSeconds: dwell, releaseSeconds: release, cooldownSeconds: cooldown } = rule
  const place = words.places[zone.length < leastCorners ? 'whole' : rule.anchor]
  const sentence = words.sentence({
    ...{ label, place, dwell, release, cooldown, from: percent(rule.confidence), hold: percent(holdOf(rule)) },
    severity: text.words.severity[rule.severity],
  })
  return (
    <p>
      {!rule.enabled && <strong>{words.off} </strong>}
      {sentence}
    </p>
  )
}
