import type { Engine } from '../engine.ts'

export interface ApiUrls {
  readonly webhookUrl: string
  readonly query: string
  readonly creationUrls: Record<string, string>
  managementUrls(instance: string): Record<string, string>
}

/** The addresses of the HTTP API, in the form in which Azure's extension hands them out. */
export function apiUrls({ hub, host }: Engine, origin: string): ApiUrls {
  const webhookUrl = `${origin}/runtime/webhooks/durabletask`
  const query = `taskHub=${hub}&connection=Storage&code=${host.systemKey ?? 'local'}`
  const start = `${webhookUrl}/orchestrators/{functionName}[/{instanceId}]?${query}`
  return {
    webhookUrl,
    query,
    creationUrls: {
      createNewInstancePostUri: start,
      createAndWaitOnNewInstancePostUri: `${start}&timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}`,
    },
    managementUrls: (instance) => {
      const at = `${webhookUrl}/instances/${encodeURIComponent(instance)}`
      return {
        id: instance,
        statusQueryGetUri: `${at}?${query}`,
        sendEventPostUri: `${at}/raiseEvent/{eventName}?${query}`,
        terminatePostUri: `${at}/terminate?reason={text}&${query}`,
        rewindPostUri: `${at}/rewind?reason={text}&${query}`,
        purgeHistoryDeleteUri: `${at}?${query}`,
        restartPostUri: `${at}/restart?${query}`,
        suspendPostUri: `${at}/suspend?reason={text}&${query}`,
        resumePostUri: `${at}/resume?reason={text}&${query}`,
      }
    },
  }
}
