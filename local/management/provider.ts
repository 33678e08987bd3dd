/** A request that has passed the front door: its token and api-version are there, its body is JSON. */
export interface ManagementRequest {
  readonly method: string
  /** The address of this service as the caller wrote it, for links in answers: `http://127.0.0.1:10010`. */
  readonly origin: string
  /** Undefined for what lies directly below the subscription, such as the results of long operations. */
  readonly resourceGroup: string | undefined
  readonly subscription: string
  /** `/subscriptions/…/providers/{namespace}`; with `segments` it makes the id of the resource. */
  readonly scope: string
  /** What follows the namespace, decoded: `['workspaces', 'laptop', 'jobs', 'train-1']`. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly apiVersion: string
  /** Undefined when there was none. */
  readonly body: unknown
}

export interface ManagementAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: object
}

/** What one namespace (`Microsoft.MachineLearningServices` …) serves. */
export interface Provider {
  /** Undefined = it has no such resource type or method; the caller gets a 404 in Azure's form. */
  handle(request: ManagementRequest): Promise<ManagementAnswer | undefined>
  /** Ends what it runs. */
  close(): Promise<void>
}

/** An error in the form of Azure Resource Manager. */
export function armError(status: number, code: string, message: string): ManagementAnswer {
  return { status, body: { error: { code, message } } }
}
