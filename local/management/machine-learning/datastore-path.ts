/** A place in a datastore. The path has no slash at its ends. */
export interface DatastorePath {
  readonly datastore: string
  readonly path: string
}

// azureml://datastores/{name}/paths/{path}, or with subscription, resource group and workspace in front.
const form =
  /^azureml:\/\/(?:subscriptions\/[^/]+\/resourcegroups\/[^/]+\/(?:providers\/[^/]+\/)?workspaces\/[^/]+\/)?datastores\/([^/]+)\/paths\/(.*)$/i

/** Undefined for anything but a path into a datastore, and for one that leads out of it. */
export function readDatastorePath(uri: string): DatastorePath | undefined {
  const found = form.exec(uri)
  if (found === null) return undefined
  const path = found[2]!.replace(/^\/+|\/+$/g, '')
  if (path.split('/').some((part) => part === '..' || part === '.')) return undefined
  return { datastore: found[1]!, path }
}
