// What an orchestrator asks for, as the library `durable-functions` lists it: everything since the start, on every replay.
export const actionType = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callSubOrchestrator: 2,
  callSubOrchestratorWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  waitForExternalEvent: 6,
  callEntity: 7,
  callHttp: 8,
  signalEntity: 9,
  scheduledSignalEntity: 10,
  whenAny: 11,
  whenAll: 12,
  lockEntities: 13,
  releaseEntities: 14,
} as const

export interface RetryPolicy {
  readonly firstRetryIntervalInMilliseconds: number
  readonly maxNumberOfAttempts: number
  readonly backoffCoefficient?: number
  readonly maxRetryIntervalInMilliseconds?: number
  readonly retryTimeoutInMilliseconds?: number
}

export interface HttpRequestAction {
  readonly method: string
  readonly uri: string
  readonly content?: string
  readonly headers?: Record<string, string>
  readonly tokenSource?: unknown
  readonly asynchronousPatternEnabled?: boolean
}

export interface Action {
  readonly actionType: (typeof actionType)[keyof typeof actionType]
  readonly functionName?: string
  /** Of an entity (`@name@key`) or of a sub-orchestration. */
  readonly instanceId?: string
  readonly version?: string
  readonly input?: unknown
  readonly retryOptions?: RetryPolicy
  readonly fireAt?: Date | string
  readonly isCanceled?: boolean
  readonly externalEventName?: string
  readonly operation?: string
  readonly scheduledTime?: Date | string
  readonly httpRequest?: HttpRequestAction
  readonly compoundActions?: readonly Action[]
  readonly lockRequestId?: string
  readonly lockSet?: readonly { readonly name: string; readonly key: string }[]
}

/** One line of the list, compound tasks spread out: the compound itself, then its parts. */
export interface Leaf {
  readonly action: Action
  /** In the words of an error message; the same action has the same label on every replay. */
  readonly label: string
  /** How many sequence numbers the library allots when the task is first waited for. */
  readonly idCount: number
}

/** The order is the library's order of numbering: from top to bottom, compounds depth first. */
export function spreadOut(actions: readonly Action[]): Leaf[] {
  const leaves: Leaf[] = []
  let lockedCount = 0
  const add = (action: Action) => {
    if (action.actionType === actionType.lockEntities) lockedCount = action.lockSet?.length ?? 0
    leaves.push({ action, label: labelOf(action), idCount: idCountOf(action, lockedCount) })
    for (const each of action.compoundActions ?? []) add(each)
  }
  for (const action of actions) add(action)
  return leaves
}

function idCountOf({ actionType: type }: Action, lockedCount: number): number {
  const { continueAsNew, waitForExternalEvent, whenAll, whenAny, releaseEntities } = actionType
  if (type === releaseEntities) return lockedCount
  return type === continueAsNew || type === waitForExternalEvent || type === whenAll || type === whenAny ? 0 : 1
}

function labelOf(action: Action): string {
  switch (action.actionType) {
    case actionType.callActivity:
      return `activity '${action.functionName}'`
    case actionType.callActivityWithRetry:
      return `activity '${action.functionName}' with retry`
    case actionType.callSubOrchestrator:
      return `sub-orchestration '${action.functionName}'`
    case actionType.callSubOrchestratorWithRetry:
      return `sub-orchestration '${action.functionName}' with retry`
    case actionType.continueAsNew:
      return 'continue-as-new'
    case actionType.createTimer:
      return 'timer'
    case actionType.waitForExternalEvent:
      return `wait for the event '${action.externalEventName}'`
    case actionType.callEntity:
      return `call of ${action.instanceId} '${action.operation}'`
    case actionType.callHttp:
      return `HTTP ${action.httpRequest?.method} ${action.httpRequest?.uri}`
    case actionType.signalEntity:
    case actionType.scheduledSignalEntity:
      return `signal to ${action.instanceId} '${action.operation}'`
    case actionType.whenAny:
      return `any of ${action.compoundActions?.length}`
    case actionType.whenAll:
      return `all of ${action.compoundActions?.length}`
    case actionType.lockEntities:
      return `lock of ${(action.lockSet ?? []).map(({ name, key }) => `@${name.toLowerCase()}@${key}`).join(', ')}`
    case actionType.releaseEntities:
      return 'release of the locks'
  }
}
