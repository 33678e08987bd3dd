import { Button } from '../../design/button.tsx'
import { areaOf, crossesItself, leastCorners, mostCorners, type Zone } from '../../fleet/zone-geometry.ts'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'
import { percentOf } from './zone-editor.tsx'

/** What is to be said about a zone as it is; `onChange` undefined = nothing can be done about it. */
export function ZoneNotes({ zone, onChange }: { zone: Zone; onChange: ((zone: Zone) => void) | undefined }) {
  const words = useText().fleet
  return (
    <div className={styles.notes}>
      <p role="status">{noteOn(zone, words)}</p>
      {onChange !== undefined && zone.length > 0 && (
        <Button size="small" icon="undo" onClick={() => onChange([])}>
          {words.zoneClear}
        </Button>
      )}
      {onChange !== undefined && <small className={styles.soft}>{words.zoneHelp}</small>}
    </div>
  )
}

function noteOn(zone: Zone, words: ReturnType<typeof useText>['fleet']): string {
  if (zone.length === 0) return words.zoneAll
  if (zone.length < leastCorners) return words.zoneFew(zone.length)
  if (crossesItself(zone)) return words.zoneCrosses
  const area = `${words.zone}: ${words.zoneArea(percentOf(areaOf(zone)))}`
  return zone.length >= mostCorners ? `${area}. ${words.zoneMany}` : area
}
