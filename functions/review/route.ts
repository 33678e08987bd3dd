import type { z } from 'zod'
import type { Principal, Role } from '../../shared/domain/person.ts'
import type { Ports } from '../../shared/ports.ts'
import type { RequestKind } from './request-limits.ts'

/** What a route's work gets: everything checked, nothing of HTTP but the version that the caller saw. */
export interface RouteInput<Params, Query, Body> {
  readonly person: Principal
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** What was uploaded; empty where the row takes no upload. */
  readonly file: Uint8Array
  /** The ETag of `If-Match`, without quotes. */
  readonly version: string | undefined
}

/**
 * One row of the API. Registration, the OpenAPI document and the access tests are all made from it, so that
 * none of them can disagree with the others.
 */
export interface Route<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> {
  /** Name of the function and operationId of the document. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/api/`, parameters in braces. */
  readonly path: string
  readonly summary: string
  /** Who may call it; `admin` always may. `anyone` needs no sign-in and must show nothing of a plant. */
  readonly roles: readonly Role[] | 'anyone'
  /** What it counts as against the limits of a person; by default its method says so. */
  readonly counts?: RequestKind
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Takes a file instead of JSON. */
  readonly upload?: { readonly contentType: string; readonly maxBytes: number }
  readonly answer: z.ZodType
  /** Registered with the durable client, so that `ports.orchestrations` is there. */
  readonly needsOrchestrations?: true
  readonly status?: 200 | 201 | 202 | 204
  run(ports: Ports, input: RouteInput<z.infer<Params>, z.infer<Query>, z.infer<Body>>): Promise<unknown>
}

/** Lets the compiler infer the types of parameters, query and body from their schemas. */
export function route<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>(
  row: Route<Params, Query, Body>,
): Route {
  return row as unknown as Route
}
