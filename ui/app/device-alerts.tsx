import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Field } from '../design/field.tsx'
import { useText } from '../text/text.ts'
import { browserId, findPushManager, type Refusal, type Severity, startPush, stopPush } from './push-subscription.ts'

const queryKey = ['push-of-this-browser']
const severities: readonly Severity[] = ['critical', 'warning', 'info']

/** Whether this browser shows incidents by itself, and which. Nothing where the app or the browser cannot do that. */
export function DeviceAlerts() {
  const text = useText().push
  const client = useQueryClient()
  const [refusal, setRefusal] = useState<Refusal>()
  const [isBusy, setBusy] = useState(false)
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => readState(signal), staleTime: 60_000 })
  if (data?.push === undefined || data.publicKey === undefined) return null
  const { push, publicKey, leastSeverity } = data
  const choose = async (choice: string) => {
    setBusy(true)
    const wanted = severities.find((severity) => severity === choice)
    setRefusal(wanted === undefined ? await stop(push) : await startPush(push, publicKey, wanted))
    await client.invalidateQueries({ queryKey })
    setBusy(false)
  }
  return (
    <Field label={text.label} hint={text.meaning} error={refusal && text[refusal]}>
      <select value={leastSeverity ?? ''} disabled={isBusy} onChange={(event) => void choose(event.target.value)}>
        <option value="">{text.off}</option>
        {severities.map((severity) => (
          <option key={severity} value={severity}>
            {text[severity]}
          </option>
        ))}
      </select>
    </Field>
  )
}

async function readState(signal: AbortSignal) {
  const push = await findPushManager()
  const subscription = await push?.getSubscription()
  const browser = subscription ? await browserId(subscription) : undefined
  return { push, ...(await call('getPush', { query: { browser } }, signal)) }
}

async function stop(push: PushManager): Promise<Refusal | undefined> {
  try {
    await stopPush(push)
    return undefined
  } catch {
    return 'failed'
  }
}
