import type { Answer } from '../../api/call.ts'
import { Button } from '../../design/button.tsx'
import { FormPart } from '../../forms/form-dialog.tsx'
import { HoursFields } from '../../forms/hours-fields.tsx'
import { useText } from '../../text/text.ts'
import styles from './fleet.module.css'

type Windows = Answer<'getRolloutPolicy'>['windows']

const mostWindows = 20
/** Where a plant stands still. */
const firstWindow: Windows[number] = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '22:00', to: '04:00' }

/** When devices may be given something new, by the clock of the site. */
export function PolicyWindows({ windows, onChange }: { windows: Windows; onChange: (windows: Windows) => void }) {
  const words = useText().fleet.policy
  return (
    <section className={styles.form} aria-label={words.windows}>
      <h3>{words.windows}</h3>
      <p className={styles.soft}>{windows.length === 0 ? words.anyTime : words.windowsNote}</p>
      {windows.map((window, index) => (
        <FormPart
          // biome-ignore lint/suspicious/noArrayIndexKey: windows have no names, and their fields hold no state
          key={index}
          title={words.window(index + 1)}
          removeLabel={words.removeWindow(index + 1)}
          onRemove={() => onChange(windows.toSpliced(index, 1))}
        >
          <HoursFields
            hours={window}
            onChange={(changed) => onChange(windows.with(index, { ...window, ...changed }))}
            errorAt={(field) => (field === 'days' && window.days.length === 0 ? words.noDay : undefined)}
          />
        </FormPart>
      ))}
      <div>
        <Button size="small" icon="plus" disabled={windows.length >= mostWindows} onClick={() => onChange([...windows, firstWindow])}>
          {words.addWindow}
        </Button>
      </div>
    </section>
  )
}
