import { useAction } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Problem } from '../../design/state.tsx'
import { useText } from '../../text/text.ts'

/** Asks once more, as what was learned is lost; no reason is kept. */
export function CancelRun({ id, onClose }: { id: string; onClose: () => void }) {
  const text = useText().runs
  const cancel = useAction('cancelRun', ['getRun', 'listRuns'])
  const submit = () => cancel.mutate({ params: { id } }, { onSuccess: onClose })
  return (
    <Dialog
      title={text.cancelTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{text.cancelKeep}</Button>
          <Button look="danger" icon="halt" isBusy={cancel.isPending} onClick={submit}>
            {text.cancel}
          </Button>
        </>
      }
    >
      <p>{text.cancelLead}</p>
      {cancel.error && <Problem error={cancel.error} />}
    </Dialog>
  )
}
