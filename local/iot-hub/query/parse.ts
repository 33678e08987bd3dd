import { HubError } from '../hub-error.ts'
import { readTokens, type Token } from './tokens.ts'

// The part of learn.microsoft.com "IoT Hub query language" that registries need: no GROUP BY, no jobs, no routes.

export type Literal = string | number | boolean | null
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>='

export type Condition =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: Operator; readonly right: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly values: readonly Literal[] }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] }

export type Operand = { readonly path: readonly string[] } | { readonly value: Literal }

export interface Column {
  readonly path: readonly string[]
  readonly name: string
}

export interface Query {
  readonly from: 'devices' | 'devices.modules'
  readonly columns: 'all' | 'count' | readonly Column[]
  /** Name of the count's column. */
  readonly countName: string
  readonly where: Condition
}

const functions = ['is_defined', 'is_null', 'is_string', 'is_number', 'is_bool', 'is_object', 'startswith', 'endswith', 'contains']
const operators = new Map<string, Operator>([
  ['=', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
])

/** Parses `SELECT … FROM … [WHERE …]`. Throws ArgumentInvalid that names the place. */
export function parseQuery(text: string): Query {
  const reader = createReader(text)
  reader.expectWord('select')
  const { columns, countName } = readColumns(reader)
  reader.expectWord('from')
  const from = readPath(reader).join('.').toLowerCase()
  if (from !== 'devices' && from !== 'devices.modules') reader.fail(`FROM devices or devices.modules, not ${from}`)
  const where: Condition = reader.takeWord('where') ? readOr(reader) : { kind: 'all' }
  reader.expectEnd()
  return { from, columns, countName, where } as Query
}

/** Parses the target condition of a configuration: `*`, a condition, or `FROM devices.modules WHERE …`. */
export function parseTargetCondition(text: string): Pick<Query, 'from' | 'where'> {
  const reader = createReader(text)
  if (reader.takeSymbol('*')) {
    reader.expectEnd()
    return { from: 'devices', where: { kind: 'all' } }
  }
  const isOfModules = reader.takeWord('from')
  if (isOfModules && readPath(reader).join('.').toLowerCase() !== 'devices.modules') reader.fail('FROM devices.modules')
  if (isOfModules) reader.expectWord('where')
  const where = readOr(reader)
  reader.expectEnd()
  return { from: isOfModules ? 'devices.modules' : 'devices', where }
}

type Reader = ReturnType<typeof createReader>

function createReader(text: string) {
  const tokens = readTokens(text)
  let at = 0
  const peek = (): Token | undefined => tokens[at]
  const fail = (expected: string): never => {
    const token = peek()
    throw new HubError(
      'ArgumentInvalid',
      `The query is not understood: expected ${expected} at '${token === undefined ? 'its end' : text.slice(token.at, token.at + 20)}'.`,
    )
  }
  const take = (kind: Token['kind'], value: string): boolean => {
    const token = peek()
    const isIt = token?.kind === kind && String(token.value).toLowerCase() === value
    if (isIt) at++
    return isIt
  }
  return {
    peek,
    fail,
    next: () => tokens[at++],
    takeWord: (word: string) => take('word', word),
    takeSymbol: (symbol: string) => take('symbol', symbol),
    expectWord: (word: string) => void (take('word', word) || fail(word.toUpperCase())),
    expectSymbol: (symbol: string) => void (take('symbol', symbol) || fail(symbol)),
    expectEnd: () => void (at === tokens.length || fail('nothing more')),
  }
}

function readColumns(reader: Reader): Pick<Query, 'columns' | 'countName'> {
  if (reader.takeSymbol('*')) return { columns: 'all', countName: '' }
  const columns: Column[] = []
  do {
    const path = readPath(reader)
    const isCount = path.length === 1 && path[0]?.toLowerCase() === 'count' && reader.takeSymbol('(')
    if (isCount) reader.expectSymbol(')')
    const name = reader.takeWord('as') ? String(reader.next()?.value) : (path.at(-1) ?? '')
    if (isCount) return { columns: 'count', countName: name }
    columns.push({ path, name })
  } while (reader.takeSymbol(','))
  return { columns, countName: '' }
}

function readOr(reader: Reader): Condition {
  const parts = [readAnd(reader)]
  while (reader.takeWord('or')) parts.push(readAnd(reader))
  return parts.length === 1 ? (parts[0] as Condition) : { kind: 'or', parts }
}

function readAnd(reader: Reader): Condition {
  const parts = [readNot(reader)]
  while (reader.takeWord('and')) parts.push(readNot(reader))
  return parts.length === 1 ? (parts[0] as Condition) : { kind: 'and', parts }
}

function readNot(reader: Reader): Condition {
  if (reader.takeWord('not')) return { kind: 'not', part: readNot(reader) }
  if (!reader.takeSymbol('(')) return readComparison(reader)
  const inside = readOr(reader)
  reader.expectSymbol(')')
  return inside
}

function readComparison(reader: Reader): Condition {
  const left = readOperand(reader)
  const name = 'path' in left && left.path.length === 1 ? (left.path[0] ?? '').toLowerCase() : ''
  if (functions.includes(name) && reader.takeSymbol('(')) return { kind: 'call', name, operands: readOperands(reader, ')') }
  const isNegated = reader.takeWord('not')
  if (reader.takeWord('in')) {
    reader.expectSymbol('[')
    const values = readOperands(reader, ']').map((operand) => ('value' in operand ? operand.value : reader.fail('literals')))
    const condition: Condition = { kind: 'in', operand: left, values }
    return isNegated ? { kind: 'not', part: condition } : condition
  }
  const token = reader.next()
  const operator = token?.kind === 'symbol' ? operators.get(String(token.value)) : undefined
  if (operator === undefined) return reader.fail('a comparison')
  return { kind: 'compare', left, operator, right: readOperand(reader) }
}

function readOperands(reader: Reader, end: string): Operand[] {
  const operands: Operand[] = []
  do operands.push(readOperand(reader))
  while (reader.takeSymbol(','))
  reader.expectSymbol(end)
  return operands
}

const words = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
])

function readOperand(reader: Reader): Operand {
  const token = reader.peek()
  if (token?.kind === 'text' || token?.kind === 'number') {
    reader.next()
    return { value: token.value }
  }
  const literal = token?.kind === 'word' ? words.get(token.value.toLowerCase()) : undefined
  if (literal === undefined) return { path: readPath(reader) }
  reader.next()
  return { value: literal }
}

/** `properties.desired.x`, with `[[name]]` for parts that hold dots or dashes. */
function readPath(reader: Reader): string[] {
  const path: string[] = []
  do {
    const token = reader.next()
    if (token?.kind !== 'word' && token?.kind !== 'quoted') return reader.fail('a name')
    path.push(token.value)
  } while (reader.takeSymbol('.'))
  return path
}
