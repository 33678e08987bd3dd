import { z } from 'zod'
import { Detection } from '../../shared/domain/detection.ts'
import { ModelReference } from '../../shared/domain/messages.ts'
import { ScoreBatch, ScoreOptions } from './read-pictures.ts'
import { LabelingOptions, pictureTypes } from './take-picture.ts'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: ({ jsonSchema }) => leaveOut(jsonSchema) })
  return rest
}

/** Classes of Unicode are no part of the patterns that every reader of such documents knows. */
function leaveOut(schema: { pattern?: string }): void {
  if (schema.pattern?.includes('\\p{') === true) delete schema.pattern
}

const one = {
  width: { type: 'integer', description: 'Pixels of the picture as it is looked at, upright.' },
  height: { type: 'integer' },
  inferenceMs: { type: 'number', description: 'The net alone, without waiting and decoding.' },
  detections: { type: 'array', items: schemaOf(Detection), description: 'Surest first; boxes are fractions of the picture.' },
}
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' } },
}
const refused = (description: string) => ({ description, content: { 'application/problem+json': { schema: problem } } })
const json = (schema: object) => ({ 'application/json': { schema } })

const retryLater = {
  ...refused('Too many at once, or too many wait.'),
  headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds until there should be room.' } },
}
const pictures = Object.fromEntries(pictureTypes.map((type) => [type, {}]))

function parametersOf(schema: z.ZodType): object[] {
  const { properties = {} } = schemaOf(schema, 'input') as { properties?: Record<string, object> }
  return Object.entries(properties).map(([name, one]) => ({ name, in: 'query', required: false, schema: one }))
}

/** The OpenAPI 3.1 document of the scoring endpoint. */
export function scoringDocument(needsKey: boolean): object {
  const security = needsKey ? [{ key: [] }] : []
  const locked = needsKey ? { 401: refused('No key of this endpoint.') } : {}
  return {
    openapi: '3.1.0',
    info: { title: 'Sightloop scoring', version: '1', summary: 'The model of this device, for programs of the plant.' },
    servers: [{ url: '/' }],
    paths: {
      '/score': {
        post: {
          operationId: 'score',
          summary: 'What is on these pictures?',
          security,
          parameters: parametersOf(ScoreOptions),
          requestBody: {
            required: true,
            content: {
              ...pictures,
              ...json(schemaOf(ScoreBatch, 'input')),
              'multipart/form-data': {
                schema: { type: 'object', additionalProperties: { type: 'string', format: 'binary' }, minProperties: 1 },
              },
            },
          },
          responses: {
            200: { description: 'What was found: of one picture, or of each of several.', content: json({ anyOf: [single, batch] }) },
            400: refused('The request or the picture cannot be read.'),
            ...locked,
            404: refused('This device has no such model.'),
            413: refused('A picture has more than 10 MB or 25 megapixels, or all together more than 48 MB.'),
            415: refused('Neither JPEG, PNG nor WebP.'),
            429: retryLater,
            503: refused('The model does not answer, or there is none.'),
          },
        },
      },
      '/labeling': {
        post: {
          operationId: 'sendForLabeling',
          summary: 'Send this picture to the people who label.',
          description:
            'What the model sees on it goes along. It is stored on the device first and sent when there is a line; the same picture again is one.',
          security,
          parameters: parametersOf(LabelingOptions),
          requestBody: { required: true, content: pictures },
          responses: {
            202: { description: 'It is on its way.', content: json(taken) },
            400: refused('The request or the picture cannot be read, or the picture is too small to draw on.'),
            ...locked,
            404: refused('This device has no such camera.'),
            413: refused('The picture has more than 10 MB or 25 megapixels, or more than 4 MB as it would be sent.'),
            415: refused('Neither JPEG, PNG nor WebP, or not said so by the content type.'),
            429: retryLater,
            503: refused('The device uploads nothing, its disk is full, or the model does not answer.'),
          },
        },
      },
      '/models': {
        get: {
          operationId: 'listModels',
          summary: 'Models that are on this device, newest first.',
          security,
          responses: {
            200: {
              description: 'The one in force, and all.',
              content: json({
                type: 'object',
                required: ['inForce', 'models'],
                properties: {
                  inForce: { anyOf: [schemaOf(ModelReference), { type: 'null' }] },
                  models: { type: 'array', items: schemaOf(ModelReference) },
                },
              }),
            },
            ...locked,
          },
        },
      },
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'How the module is.',
          security: [],
          responses: {
            200: {
              description: 'It answers; `degraded` names its problem.',
              content: json({
                type: 'object',
                required: ['state'],
                properties: { state: { enum: ['ok', 'degraded'] }, problem: { type: 'string' } },
              }),
            },
          },
        },
      },
      '/metrics': {
        get: {
          operationId: 'metrics',
          summary: 'Figures for Prometheus.',
          security,
          responses: {
            200: { description: 'Text exposition format.', content: { 'text/plain': { schema: { type: 'string' } } } },
            ...locked,
          },
        },
      },
    },
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  }
}

const model = schemaOf(ModelReference)
const single = { type: 'object', required: ['model', 'width', 'height', 'inferenceMs', 'detections'], properties: { model, ...one } }
const taken = {
  type: 'object',
  required: ['picture', 'state', 'width', 'height', 'detections'],
  properties: {
    picture: { type: 'string', description: 'Its name in the cloud; the same for the same picture.' },
    state: { enum: ['queued', 'waiting'], description: '`waiting`: the same picture is on its way already.' },
    width: { type: 'integer', description: 'Pixels of the picture as it leaves the device, upright.' },
    height: one.height,
    detections: one.detections,
  },
}
const batch = {
  type: 'object',
  required: ['model', 'results'],
  properties: {
    model,
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          ...one,
          problem: { type: 'object', properties: { status: { type: 'integer' }, detail: { type: 'string' } } },
        },
      },
    },
  },
}
