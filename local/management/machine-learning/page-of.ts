import type { ManagementAnswer, ManagementRequest } from '../provider.ts'

const pageSize = 50

/** A page of a list in Azure's form; `nextLink` leads on. */
export function pageOf({ origin, scope, segments, query }: ManagementRequest, all: readonly object[]): ManagementAnswer {
  const skip = Math.max(0, Math.floor(Number(query.get('$skip') ?? 0)) || 0)
  const value = all.slice(skip, skip + pageSize)
  if (skip + pageSize >= all.length) return { status: 200, body: { value } }
  const more = new URLSearchParams(query)
  more.set('$skip', String(skip + pageSize))
  return { status: 200, body: { value, nextLink: `${origin}${scope}/${segments.map(encodeURIComponent).join('/')}?${more}` } }
}
