import { HubError } from '../hub-error.ts'

export type Token =
  | { readonly kind: 'word' | 'quoted' | 'text' | 'symbol'; readonly value: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }

const pattern =
  /\s*(?:\[\[([^\]]*)\]\]|'((?:[^'\\]|\\.|'')*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_$][\w$]*)|(<=|>=|<>|!=|[=<>()[\],.*]))/y

/** Splits a query into its words, `[[quoted]]` names, texts, numbers and symbols. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  pattern.lastIndex = 0
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex
    const match = pattern.exec(text)
    if (match === null) throw new HubError('ArgumentInvalid', `The query is not understood at '${text.slice(at, at + 20).trim()}'.`)
    tokens.push(tokenOf(match, at))
  }
  return tokens
}

function tokenOf([, quoted, single, double, number, word, symbol = '']: RegExpExecArray, at: number): Token {
  if (quoted !== undefined) return { kind: 'quoted', value: quoted, at }
  if (number !== undefined) return { kind: 'number', value: Number(number), at }
  if (word !== undefined) return { kind: 'word', value: word, at }
  const text = single ?? double
  if (text !== undefined) return { kind: 'text', value: text.replaceAll("''", "'").replace(/\\(.)/g, '$1'), at }
  return { kind: 'symbol', value: symbol, at }
}
