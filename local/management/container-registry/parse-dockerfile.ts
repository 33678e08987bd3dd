import { BuildError } from './build-error.ts'

export interface Instruction {
  /** Upper case. */
  readonly name: string
  /** `--chown=0:0` and the like, in front of the rest. */
  readonly flags: Readonly<Record<string, string>>
  readonly text: string
  /** From 1. */
  readonly line: number
}

/**
 * The instructions of a Dockerfile, with continued lines joined and comments left out.
 * https://docs.docker.com/reference/dockerfile/
 */
export function parseDockerfile(source: string): Instruction[] {
  const instructions: Instruction[] = []
  let joined = ''
  let begin = 0
  for (const [index, line] of source.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(line) || (joined === '' && line.trim() === '')) continue
    if (joined === '') begin = index + 1
    const isContinued = /\\\s*$/.test(line)
    joined += isContinued ? line.replace(/\\\s*$/, ' ') : line
    if (isContinued) continue
    instructions.push(parseInstruction(joined.trim(), begin))
    joined = ''
  }
  if (joined !== '') instructions.push(parseInstruction(joined.trim(), begin))
  return instructions
}

function parseInstruction(text: string, line: number): Instruction {
  const match = /^([A-Za-z]+)\s+(.*)$/s.exec(text)
  if (match === null) throw new BuildError(`Dockerfile line ${line}: ${text.slice(0, 80)} is no instruction.`)
  const flags: Record<string, string> = {}
  let rest = match[2]!
  for (let flag = /^--([a-z-]+)=(\S+)\s+/.exec(rest); flag !== null; flag = /^--([a-z-]+)=(\S+)\s+/.exec(rest)) {
    flags[flag[1]!] = flag[2]!
    rest = rest.slice(flag[0].length)
  }
  return { name: match[1]!.toUpperCase(), flags, text: rest.trim(), line }
}

/** `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}`; what is unknown is empty, and `\$` a dollar. */
export function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(
    /\\\$|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::([-+])([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, operator?: string, word = '') => {
      if (whole === '\\$') return '$'
      const value = variables.get(plain ?? braced ?? '') ?? ''
      if (operator === '-') return value === '' ? word : value
      if (operator === '+') return value === '' ? '' : word
      return value
    },
  )
}

/** Words as a shell would part them, with quotes taken off; variables come last, so that what is in them parts nothing. */
export function words(text: string, line: number, variables: ReadonlyMap<string, string>): string[] {
  return splitWords(text, line).map((word) => expand(word, variables))
}

function splitWords(text: string, line: number): string[] {
  const found: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    const isEscape = letter === '\\' && quote !== "'" && at + 1 < text.length
    const isLiteral = letter === '$' && quote === "'"
    if (isEscape) word = (word ?? '') + (text[++at] === '$' ? '\\$' : text[at])
    else if (isLiteral) word = `${word ?? ''}\\$`
    else if (quote !== '' && letter === quote) quote = ''
    else if (quote === '' && (letter === '"' || letter === "'")) [quote, word] = [letter, word ?? '']
    else if (quote === '' && /\s/.test(letter)) {
      if (word !== undefined) found.push(word)
      word = undefined
    } else word = (word ?? '') + letter
  }
  if (quote !== '') throw new BuildError(`Dockerfile line ${line}: a quote is not closed.`)
  return word === undefined ? found : [...found, word]
}

/** `["node","main.js"]`, or undefined for the other form. */
export function jsonList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : undefined
  } catch {
    return undefined
  }
}
