import { join } from 'node:path'
import type { DatastorePath } from './datastore-path.ts'
import { readDatastorePath } from './datastore-path.ts'
import type { JobBody } from './job-body.ts'
import type { MirroredFolder } from './mirror-folder.ts'

/** Where a job works on this machine, and where that lies in the datastores. */
export interface JobFolders {
  readonly root: string
  readonly logFolder: string
  readonly logFile: string
  /** Blobs that the job has written, in all its attempts. */
  readonly ledger: string
  readonly inputs: readonly { readonly name: string; readonly folder: string; readonly from: DatastorePath; readonly isFile: boolean }[]
  readonly outputs: readonly (MirroredFolder & { readonly name: string })[]
  readonly log: MirroredFolder
}

const fileTypes = new Set(['uri_file'])

export function ledgerOf(work: string, name: string): string {
  return join(work, `${name}.blobs`)
}

/** The folders, or the sentence why an input or output cannot be had here. */
export function planFolders(name: string, job: JobBody, work: string, stores: readonly string[]): JobFolders | string {
  const root = join(work, name)
  const inputs: JobFolders['inputs'][number][] = []
  for (const [input, { jobInputType, uri }] of Object.entries(job.inputs ?? {})) {
    if (jobInputType === 'literal') continue
    const from = place(uri, stores)
    if (typeof from === 'string') return `Input '${input}': ${from}`
    inputs.push({ name: input, folder: join(root, 'inputs', input), from, isFile: fileTypes.has(jobInputType) })
  }
  const outputs: JobFolders['outputs'][number][] = []
  for (const [output, { uri }] of Object.entries(job.outputs ?? {})) {
    const to = place(uri ?? `azureml://datastores/${stores[0]}/paths/azureml/${name}/${output}`, stores)
    if (typeof to === 'string') return `Output '${output}': ${to}`
    outputs.push({ name: output, folder: join(root, 'outputs', output), to })
  }
  const logFolder = join(root, 'log')
  const log = { folder: logFolder, to: { datastore: outputs[0]?.to.datastore ?? stores[0]!, path: `runs/${name}` } }
  return { root, logFolder, logFile: join(logFolder, 'log.txt'), ledger: ledgerOf(work, name), inputs, outputs, log }
}

function place(uri: string | null | undefined, stores: readonly string[]): DatastorePath | string {
  const path = typeof uri === 'string' ? readDatastorePath(uri) : undefined
  if (path === undefined)
    return `'${uri ?? ''}' is not of the form azureml://datastores/{name}/paths/{path}, the only one that is served here.`
  if (!stores.includes(path.datastore)) return `There is no datastore '${path.datastore}'; there is ${stores.join(', ')}.`
  return path
}
