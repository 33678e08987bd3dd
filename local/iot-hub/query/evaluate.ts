import type { Json, JsonObject } from '../identity/twin.ts'
import type { Condition, Operand, Operator } from './parse.ts'

/** True when the twin meets the condition. What is not defined equals nothing and is neither less nor more than anything. */
export function meets(twin: JsonObject, condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
      return true
    case 'and':
      return condition.parts.every((part) => meets(twin, part))
    case 'or':
      return condition.parts.some((part) => meets(twin, part))
    case 'not':
      return !meets(twin, condition.part)
    case 'in':
      return condition.values.includes(operandOf(twin, condition.operand) as string)
    case 'compare':
      return compare(operandOf(twin, condition.left), condition.operator, operandOf(twin, condition.right))
    case 'call':
      return call(
        condition.name,
        condition.operands.map((operand) => operandOf(twin, operand)),
      )
  }
}

/** Follows a path into the twin; undefined when it leads nowhere. */
export function lookUp(twin: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = twin
  for (const part of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    value = member(value, part)
  }
  return value
}

/** `deviceid` is as good as `deviceId`: the service's own names ignore case, those of people do not get this far wrong. */
function member(object: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(object, name)) return object[name]
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === name.toLowerCase())
  return key === undefined ? undefined : object[key]
}

function operandOf(twin: JsonObject, operand: Operand): Json | undefined {
  return 'value' in operand ? operand.value : lookUp(twin, operand.path)
}

function compare(left: Json | undefined, operator: Operator, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return false
  if (operator === '=') return left === right
  if (operator === '!=') return left !== right
  const areComparable = typeof left === typeof right && (typeof left === 'number' || typeof left === 'string')
  if (!areComparable) return false
  const [a, b] = [left as number, right as number]
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

function call(name: string, [value, other]: (Json | undefined)[]): boolean {
  switch (name) {
    case 'is_defined':
      return value !== undefined
    case 'is_null':
      return value === null
    case 'is_object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'is_string':
    case 'is_number':
      return typeof value === name.slice('is_'.length)
    case 'is_bool':
      return typeof value === 'boolean'
    default:
      return typeof value === 'string' && typeof other === 'string' && matchText(name, value, other)
  }
}

function matchText(name: string, value: string, other: string): boolean {
  if (name === 'startswith') return value.startsWith(other)
  return name === 'endswith' ? value.endsWith(other) : value.includes(other)
}
