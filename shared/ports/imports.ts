import type { AnnotationImport } from '../domain/annotation-import.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Page, Versioned } from '../domain/page.ts'

export interface ImportQuery {
  readonly sites: readonly Id[]
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface ImportStore {
  find(id: Id): Promise<Versioned<AnnotationImport> | undefined>
  /** Newest first. @throws Fault `input-invalid` for a cursor that is not ours */
  list(query: ImportQuery): Promise<Page<AnnotationImport>>
  /** `version` undefined = it must be new. `night-changed` when it is not the newest any more. */
  save(job: AnnotationImport, version: string | undefined): Promise<string>
  /** An address that takes one upload to this path and shows nothing, ≤ 10 minutes. */
  uploadLink(path: string, expiresAt: Instant): Promise<string>
  /** Undefined where nothing was uploaded (yet). */
  size(path: string): Promise<number | undefined>
  /**
   * The files of a ZIP in their order, or the one file that it is, which has no name; a file's content is only read when it is asked for.
   *
   * @throws Fault `input-invalid` for a ZIP that is broken, hostile or too large
   */
  read(path: string): AsyncIterable<{ path: string; content: AsyncIterable<Uint8Array> }>
  remove(path: string): Promise<void>
}
