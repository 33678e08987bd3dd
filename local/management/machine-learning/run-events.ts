import { randomUUID } from 'node:crypto'

/** In the event schema of Event Grid. */
export interface RunEvent {
  readonly id: string
  readonly topic: string
  readonly subject: string
  readonly eventType: string
  readonly eventTime: string
  readonly data: Readonly<Record<string, unknown>>
  readonly dataVersion: string
  readonly metadataVersion: string
}

/** What Azure ML tells of a change: every new state, and a completed run once more by a type of its own. */
export function runEvents(
  { name, properties, state }: { name: string; properties: { experimentName?: string | null | undefined; tags?: unknown }; state: string },
  workspaceId: string,
  at: string,
): RunEvent[] {
  const experimentName = properties.experimentName ?? 'Default'
  const data = { experimentId: experimentName, experimentName, runId: name, runType: 'azureml.scriptrun', runTags: properties.tags ?? {} }
  const make = (type: string, more: object): RunEvent => ({
    ...{ id: randomUUID(), topic: workspaceId, subject: `experiments/${experimentName}/runs/${name}` },
    ...{ eventType: `Microsoft.MachineLearningServices.${type}`, eventTime: at },
    ...{ data: { ...data, runProperties: {}, ...more }, dataVersion: '', metadataVersion: '1' },
  })
  const changed = make('RunStatusChanged', { runStatus: state.toLowerCase() })
  return state === 'Completed' ? [changed, make('RunCompleted', {})] : [changed]
}
