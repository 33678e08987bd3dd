import { useId, useRef, useState } from 'react'
import { Button } from '../../../design/button.tsx'
import { Icon } from '../../../design/icon.tsx'
import { useText } from '../../../text/text.ts'
import { useFormat } from '../../../text/use-format.ts'
import styles from './import.module.css'

interface PickFileProps {
  readonly file: File | undefined
  readonly error: string | undefined
  readonly onPick: (file: File) => void
  readonly isBusy: boolean
}

/** A file by a button, or dropped onto it. */
export function PickFile({ file, error, onPick, isBusy }: PickFileProps) {
  const text = useText().datasets
  const { bytes } = useFormat()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  return (
    <section
      className={`${styles.drop} ${isOver ? styles.over : ''}`}
      aria-label={text.importFile}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const dropped = event.dataTransfer.files[0]
        if (dropped !== undefined && !isBusy) onPick(dropped)
      }}
    >
      <Icon name="upload" size={32} />
      {file === undefined ? <p>{text.importDrop}</p> : <p className={styles.chosen}>{text.importChosen(file.name, bytes(file.size))}</p>}
      <Button onClick={() => input.current?.click()} disabled={isBusy} aria-describedby={id}>
        {text.importPick}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".zip,.json,.xml"
        aria-label={text.importFile}
        onChange={(event) => {
          const picked = event.target.files?.[0]
          if (picked !== undefined) onPick(picked)
          // The same file once more, corrected meanwhile, is a change as well.
          event.target.value = ''
        }}
      />
      <p id={id} className={error === undefined ? styles.hint : styles.error} role={error === undefined ? undefined : 'alert'}>
        {error ?? text.importHint}
      </p>
    </section>
  )
}
