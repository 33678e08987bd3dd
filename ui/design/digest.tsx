import { useText } from '../text/text.ts'
import { Button } from './button.tsx'
import styles from './digest.module.css'
import { useToast } from './toast.tsx'

const shownDigits = 12

/** The beginning of a digest, enough to compare by eye; the button copies all of it. */
export function Digest({ of, label }: { of: string; label: string }) {
  const text = useText().shell
  const toast = useToast()
  const [algorithm, digits] = of.includes(':') ? of.split(':', 2) : [undefined, of]
  const short = `${algorithm === undefined ? '' : `${algorithm}:`}${digits?.slice(0, shownDigits)}…`
  return (
    <span className={styles.digest}>
      <code title={of}>{short}</code>
      <Button
        size="small"
        look="quiet"
        icon="copy"
        label={text.copyDigest(label)}
        onClick={() => void navigator.clipboard.writeText(of).then(() => toast({ message: text.copied }))}
      />
    </span>
  )
}
