import { parse } from 'secure-json-parse'

const maxDepth = 16

export type ParsedJson =
  | { readonly kind: 'parsed'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly reason: 'not-json' | 'too-deep'; readonly detail: string }

/** Parses bytes from strangers. Refuses what is not UTF-8, nests deeper than 16 or names `__proto__`; never throws. */
export function parseJson(bytes: Uint8Array): ParsedJson {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { kind: 'refused', reason: 'not-json', detail: 'The body is not UTF-8.' }
  }
  // Before parsing: JSON.parse takes any depth, but what walks through the result later runs out of stack.
  if (depthOf(text) > maxDepth) return { kind: 'refused', reason: 'too-deep', detail: `The body nests deeper than ${maxDepth}.` }
  try {
    return { kind: 'parsed', value: parse(text) }
  } catch (error) {
    return { kind: 'refused', reason: 'not-json', detail: error instanceof Error ? error.message.slice(0, 200) : 'The body is not JSON.' }
  }
}

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let isInString = false
  for (let index = 0; index < text.length; index++) {
    const unit = text[index]
    if (isInString) {
      if (unit === '\\') index++
      else if (unit === '"') isInString = false
    } else if (unit === '"') isInString = true
    else if (unit === '{' || unit === '[') deepest = Math.max(deepest, ++depth)
    else if (unit === '}' || unit === ']') depth--
  }
  return deepest
}
