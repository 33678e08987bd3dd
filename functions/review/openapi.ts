import { z } from 'zod'
import { roles } from '../../shared/domain/person.ts'
import type { Route } from './route.ts'

type Json = Record<string, unknown>

const problem = {
  description: 'Problem details (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** The OpenAPI 3.1 document of the given routes. Schemas are the very ones that check the requests. */
export function openApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {}
  for (const row of routes) {
    const path = `/api/${row.path}`
    paths[path] = { ...paths[path], [row.method.toLowerCase()]: operation(row) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sightloop',
      version: '1',
      summary: 'Incidents, evidence and decisions of the plants.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code', 'correlation'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
            code: { type: 'string' },
            correlation: { type: 'string' },
            retryAfterSeconds: { type: 'integer', description: 'Of a 429: when to try again; as the header Retry-After.' },
          },
        },
      },
      securitySchemes: {
        platform: {
          type: 'apiKey',
          in: 'cookie',
          name: 'AppServiceAuthSession',
          description: `Sign-in by the platform. Roles: ${roles.join(', ')}.`,
        },
      },
    },
  }
}

function operation(row: Route): Json {
  const parameters = [...parametersOf(row.params, 'path'), ...parametersOf(row.query, 'query')]
  const answer = schemaOf(row.answer, 'output')
  const status = row.status ?? 200
  return {
    operationId: row.name,
    summary: row.summary,
    ...(row.roles === 'anyone' ? { security: [] } : { security: [{ platform: [] }], 'x-roles': row.roles }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBodyOf(row),
    responses: {
      [status]: status === 204 ? { description: 'Done' } : { description: 'Done', content: { 'application/json': { schema: answer } } },
      default: problem,
    },
  }
}

function requestBodyOf({ body, upload }: Route): Json {
  if (upload !== undefined) return { requestBody: { required: true, content: { [upload.contentType]: {} } } }
  if (body === undefined) return {}
  return { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(field as z.ZodType, 'input'),
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
    override: leaveOutUnicodeClasses,
  }) as Json
  return json
}

/** Classes such as \p{Cc} need a flag that a JSON schema cannot set; readers in other languages refuse the whole document over them. */
function leaveOutUnicodeClasses({ jsonSchema }: { jsonSchema: { pattern?: string } }): void {
  if (jsonSchema.pattern?.includes('\\p{')) delete jsonSchema.pattern
}
