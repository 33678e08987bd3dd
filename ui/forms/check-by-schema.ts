/** As much of JSON Schema as the bodies of the API use. */
export interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
}

/** What is wrong with a value, and where: `routes.0.channels`. */
export interface Flaw {
  readonly path: string
  readonly rule: 'missing' | 'long' | 'form' | 'few' | 'many' | 'small' | 'large'
  /** The limit that was passed. */
  readonly limit?: number
}

/** Everything that the API would refuse in a value, before it is sent. */
export function checkBySchema(schema: Schema, value: unknown, path = ''): Flaw[] {
  if (schema.anyOf !== undefined) {
    const answers = schema.anyOf.map((one) => checkBySchema(one, value, path))
    return answers.find((flaws) => flaws.length === 0) ?? answers.at(-1) ?? []
  }
  if (schema.const !== undefined && value !== schema.const) return [{ path, rule: 'form' }]
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [{ path, rule: 'missing' }]
  if (typeof value === 'string') return checkText(schema, value, path)
  if (typeof value === 'number') return checkNumber(schema, value, path)
  if (Array.isArray(value)) return checkList(schema, value, path)
  if (typeof value === 'object' && value !== null) return checkFields(schema, value as Record<string, unknown>, path)
  return []
}

function checkText({ type, minLength = 0, maxLength, pattern }: Schema, value: string, path: string): Flaw[] {
  if (type !== 'string') return [{ path, rule: 'form' }]
  if (value.trim().length < minLength) return [{ path, rule: 'missing' }]
  if (maxLength !== undefined && value.length > maxLength) return [{ path, rule: 'long', limit: maxLength }]
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return [{ path, rule: value === '' ? 'missing' : 'form' }]
  return []
}

function checkNumber({ type, minimum, maximum }: Schema, value: number, path: string): Flaw[] {
  if (Number.isNaN(value)) return [{ path, rule: 'missing' }]
  if (type === 'integer' && !Number.isInteger(value)) return [{ path, rule: 'form' }]
  if (minimum !== undefined && value < minimum) return [{ path, rule: 'small', limit: minimum }]
  if (maximum !== undefined && value > maximum) return [{ path, rule: 'large', limit: maximum }]
  return []
}

function checkList({ type, minItems = 0, maxItems, items = {} }: Schema, value: readonly unknown[], path: string): Flaw[] {
  if (type !== 'array') return [{ path, rule: 'form' }]
  if (value.length < minItems) return [{ path, rule: 'few', limit: minItems }]
  if (maxItems !== undefined && value.length > maxItems) return [{ path, rule: 'many', limit: maxItems }]
  return value.flatMap((item, index) => checkBySchema(items, item, join(path, String(index))))
}

function checkFields({ properties = {}, required = [] }: Schema, value: Record<string, unknown>, path: string): Flaw[] {
  return Object.entries(properties).flatMap(([name, schema]): Flaw[] => {
    const field = value[name]
    if (field !== undefined) return checkBySchema(schema, field, join(path, name))
    return required.includes(name) ? [{ path: join(path, name), rule: 'missing' }] : []
  })
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
