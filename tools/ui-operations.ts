type Json = Record<string, unknown>

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly { name: string; in: 'path' | 'query'; required: boolean; schema: Json }[]
  readonly requestBody?: { content: Record<string, { schema?: Json }> }
  readonly responses: Record<string, { content?: Record<string, { schema: Json }> }>
}

/** `ui/api/operations.ts`: every call of the API with its types and its address, made from the OpenAPI document. */
export function uiOperations(document: { paths?: unknown }): string {
  const rows = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const types = rows.map(({ operation }) => typesOf(operation))
  const addresses = rows.map(({ path, method, operation }) => `  ${operation.operationId}: ['${method}', '${path.slice('/api/'.length)}'],`)
  return `// Made from the OpenAPI document by \`node tools/run.mjs tools/write-ui-operations.ts\`; a test holds the two against each other.

/** What each call takes and answers. */
export interface Operations {
${types.join('\n')}
}

/** Method and path below \`/api/\` of each call. */
export const addresses = {
${addresses.join('\n')}
} as const satisfies Record<keyof Operations, readonly [method: string, path: string]>
`
}

function typesOf({ operationId, summary, parameters = [], requestBody, responses }: Operation): string {
  const of = (place: 'path' | 'query') => {
    const fields = parameters.filter((parameter) => parameter.in === place)
    if (fields.length === 0) return 'undefined'
    return `{ ${fields.map(({ name, required, schema }) => field(name, required, schema)).join('; ')} }`
  }
  const body = requestBody === undefined ? undefined : Object.entries(requestBody.content)[0]
  const done = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
  const answer = done?.content?.['application/json']?.schema
  return `  /** ${summary} */
  ${operationId}: {
    params: ${of('path')}
    query: ${of('query')}
    body: ${body === undefined ? 'undefined' : body[0] === 'application/json' ? typeOf(body[1].schema ?? {}) : 'Blob'}
    answer: ${answer === undefined ? 'undefined' : typeOf(answer)}
  }`
}

function field(name: string, isRequired: boolean, schema: Json): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
  // Optional fields may be given as undefined: it is left out on the wire.
  return isRequired ? `${key}: ${typeOf(schema)}` : `${key}?: ${typeOf(schema)} | undefined`
}

/** A JSON schema as a TypeScript type, as far as zod writes them. */
function typeOf(schema: Json): string {
  if ('const' in schema) return literal(schema['const'])
  if (Array.isArray(schema['enum'])) return schema['enum'].map(literal).join(' | ')
  const parts = (schema['anyOf'] ?? schema['oneOf']) as Json[] | undefined
  if (parts !== undefined) return parts.map((part) => bracketed(typeOf(part))).join(' | ')
  if (Array.isArray(schema['allOf'])) return (schema['allOf'] as Json[]).map((part) => bracketed(typeOf(part))).join(' & ')
  const type = schema['type']
  if (type === 'object') return objectOf(schema)
  if (type === 'array') return arrayOf(schema)
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'string' || type === 'boolean' || type === 'null') return type
  return 'unknown'
}

function objectOf(schema: Json): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>)
  const required = new Set(schema['required'] as string[] | undefined)
  if (properties.length > 0) return `{ ${properties.map(([name, value]) => field(name, required.has(name), value)).join('; ')} }`
  const more = schema['additionalProperties']
  if (more === undefined || more === false) return 'Record<string, never>'
  const isPartial = schema['required'] === undefined
  const value = typeof more === 'object' ? typeOf(more as Json) : 'unknown'
  return isPartial ? `{ [key: string]: ${value} }` : `Record<string, ${value}>`
}

function arrayOf(schema: Json): string {
  const items = schema['prefixItems'] as Json[] | undefined
  if (items !== undefined) return `[${items.map(typeOf).join(', ')}]`
  const item = (schema['items'] ?? {}) as Json
  const isUnion = (((item['anyOf'] ?? item['oneOf']) as Json[] | undefined) ?? []).length > 1
  // A union that begins with an object is not seen by its first letter.
  return isUnion ? `(${typeOf(item)})[]` : `${bracketed(typeOf(item))}[]`
}

const literal = (value: unknown) => (typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value))
const bracketed = (type: string) => (/[|&]/.test(type) && !type.startsWith('{') ? `(${type})` : type)
