import { useQuery } from '@tanstack/react-query'
import { call, type OperationName } from '../api/call.ts'
import { addresses } from '../api/operations.ts'
import type { Schema } from './check-by-schema.ts'

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
}

/** What a call takes as its body and in its path, from the API's own document; undefined until it is there. */
export function useSchema(name: OperationName): { readonly body: Schema; readonly path: Schema } | undefined {
  const { data } = useQuery({
    queryKey: ['describeApi'],
    queryFn: ({ signal }) => call('describeApi', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (data === undefined) return undefined
  const [method, path] = addresses[name]
  const operation = (data as unknown as Document).paths[`/api/${path}`]?.[method.toLowerCase()]
  const places = operation?.parameters?.filter((parameter) => parameter.in === 'path') ?? []
  return {
    body: operation?.requestBody?.content['application/json']?.schema ?? {},
    path: { type: 'object', properties: Object.fromEntries(places.map(({ name, schema }) => [name, schema])) },
  }
}
