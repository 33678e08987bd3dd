import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { Button } from '../../../design/button.tsx'
import { Dialog } from '../../../design/dialog.tsx'
import { Loaded, Waiting } from '../../../design/state.tsx'
import { useToast } from '../../../design/toast.tsx'
import { useText } from '../../../text/text.ts'
import styles from './take-along.module.css'
import type { Incident } from './use-footage.ts'

/** The evidence package of an incident: what is in it, its digest, and how somebody checks it who trusts none of us. */
export function EvidenceDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const text = useText()
  const words = text.archive
  const toast = useToast()
  const { id } = incident
  const read = useQuery({
    queryKey: ['makeEvidence', id],
    queryFn: ({ signal }) => call('makeEvidence', { params: { id } }, signal),
    // Asked for again it is the same package, unless something about the incident has changed.
    ...{ staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, retry: false },
  })
  const copy = async (digest: string) => {
    await navigator.clipboard.writeText(digest)
    toast({ message: text.shell.copied })
  }
  return (
    <Dialog title={words.evidenceTitle(incident.rule)} onClose={onClose}>
      {read.isPending ? (
        <Waiting label={words.makingEvidence} />
      ) : (
        <Loaded of={read}>
          {({ url, digest, files }) => (
            <div className={styles.body}>
              <dl className={styles.facts}>
                <dt>{words.files}</dt>
                <dd>{files}</dd>
                <dt>{words.digest}</dt>
                <dd>
                  <code>{digest}</code>
                </dd>
              </dl>
              <div className={styles.actions}>
                <Button look="primary" icon="download" onClick={() => location.assign(url)}>
                  {words.saveEvidence}
                </Button>
                <Button icon="link" onClick={() => void copy(digest)}>
                  {words.copyDigest}
                </Button>
              </div>
              <h3>{words.howToVerify}</h3>
              <ol className={styles.steps}>
                {Object.entries(words.verify).map(([name, step]) => (
                  <li key={name}>{step}</li>
                ))}
              </ol>
              <p className={styles.note}>{words.evidenceNote}</p>
            </div>
          )}
        </Loaded>
      )}
    </Dialog>
  )
}
