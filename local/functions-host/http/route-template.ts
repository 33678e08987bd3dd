import { parseConstraint } from './route-constraints.ts'

export interface RouteTemplate {
  /** Undefined when the path does not fit; otherwise the parameters that had a value. */
  match(path: string): Record<string, string> | undefined
  /** Sorts the more specific template first: text before constrained before free before catch-all, segment by segment. */
  readonly precedence: string
  /** Set when there are no parameters: the whole path, lower-cased. */
  readonly literal: string | undefined
}

interface Parameter {
  readonly name: string
  readonly isCatchAll: boolean
  readonly isOptional: boolean
  readonly defaultValue: string | undefined
  readonly checks: ((text: string) => boolean)[]
}

/** Reads a template as ASP.NET Core does: `products/{category:alpha}/{id:int?}`, `files/{*path}`, `{name}.{extension}`. */
export function parseRoute(template: string): RouteTemplate {
  const segments = splitSegments(template.replace(/^\/|\/$/g, ''))
  const parameters: Parameter[] = []
  let pattern = ''
  let precedence = ''
  for (const parts of segments) {
    const [only] = parts
    const parameter = parts.length === 1 && typeof only === 'object' ? only : undefined
    const capture = parts.map((part) => (typeof part === 'string' ? escapeText(part) : '([^/]+)')).join('')
    if (parameter?.isCatchAll) pattern += '(?:/(.*))?'
    else if (parameter?.isOptional || parameter?.defaultValue !== undefined) pattern += `(?:/${capture})?`
    else pattern += `/${capture}`
    precedence += segmentRank(parts)
    for (const part of parts) if (typeof part === 'object') parameters.push(part)
  }
  const expression = new RegExp(`^${pattern}/?$`, 'i')
  const literal = parameters.length === 0 ? segments.map(([text]) => String(text).toLowerCase()).join('/') : undefined
  return { match: (path) => matchParameters(expression.exec(`/${path}`), parameters), precedence, literal }
}

function matchParameters(match: RegExpExecArray | null, parameters: Parameter[]): Record<string, string> | undefined {
  if (match === null) return undefined
  const values: Record<string, string> = {}
  for (const [index, { name, defaultValue, checks }] of parameters.entries()) {
    const raw = match[index + 1]
    const value = raw === undefined || raw === '' ? defaultValue : decodeSegment(raw)
    if (value === undefined) continue
    if (!checks.every((check) => check(value))) return undefined
    values[name] = value
  }
  return values
}

/** Percent signs are decoded but for an encoded slash, which stays as it came; broken ones stay, too. */
function decodeSegment(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text.replace(/%2f/gi, '%252F'))
  } catch {
    return text
  }
}

function segmentRank(parts: (string | Parameter)[]): number {
  const [only] = parts
  if (parts.length > 1) return 2
  if (typeof only !== 'object') return 1
  return (only.isCatchAll ? 5 : 3) - (only.checks.length > 0 ? 1 : 0)
}

/** Slashes inside braces (of a regex constraint) do not split. */
function splitSegments(template: string): (string | Parameter)[][] {
  if (template === '') return []
  const tokens = template.match(/\{(?:[^{}]|\{\{|\}\})*\}|\/|[^{}/]+/g) ?? []
  if (tokens.join('') !== template) throw new Error(`The route "${template}" has braces that do not match.`)
  const segments: (string | Parameter)[][] = [[]]
  for (const token of tokens) {
    if (token === '/') segments.push([])
    else segments.at(-1)!.push(token.startsWith('{') ? parseParameter(token.slice(1, -1)) : token)
  }
  return segments
}

function parseParameter(text: string): Parameter {
  const [, stars = '', name = '', constraints = '', defaultText, question] =
    /^(\*{0,2})(\w[\w-]*)((?::(?:[^:=?(]+(?:\((?:[^()\\]|\\.|\([^()]*\))*\))?))*)(?:=([^?]*))?(\?)?$/.exec(text) ?? []
  if (name === '') throw new Error(`The route parameter "{${text}}" cannot be read.`)
  const checks = (constraints.match(/:[^:(]+(?:\((?:[^()\\]|\\.|\([^()]*\))*\))?/g) ?? []).map((each) => parseConstraint(each.slice(1)))
  return { name, isCatchAll: stars !== '', isOptional: question !== undefined, defaultValue: defaultText, checks }
}

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
