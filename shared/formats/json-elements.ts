import { parseJson } from '../domain/parse-json.ts'
import { decodeText } from './text-lines.ts'

/** Largest element that is taken, in characters: a picture with thousands of boxes is far below it. */
const maxElementCharacters = 4 * 1024 * 1024

/** An element of an array that stands at the top of a JSON file or directly below it. */
export interface JsonElement {
  /** Name of the array; empty where the file itself is one. */
  readonly key: string
  /** From 0 within its array; −1 for what stands beside the arrays. */
  readonly index: number
  readonly value: unknown
}

/**
 * Reads a JSON file of any length element by element: `[…]`, or the arrays of `{"images": […], "annotations": […]}`.
 * Only one element is in memory at a time.
 *
 * @throws SyntaxError that names the place
 */
export async function* readJsonElements(content: AsyncIterable<Uint8Array>): AsyncGenerator<JsonElement> {
  const scanner = createScanner()
  for await (const text of decodeText(content)) yield* scanner.take(text)
  scanner.end()
}

function createScanner() {
  let place: 'start' | 'object' | 'array' | 'end' = 'start'
  // An array at the very top ends the file; one below an object leads back to it.
  let isTopArray = false
  let [key, index, piece, depth] = ['', 0, '', 0]
  let [isInString, isEscaped] = [false, false]

  const wrong = (what: string) => new SyntaxError(`${key || 'the file'}${place === 'array' ? `[${index}]` : ''}: ${what}`)

  function takePiece(): unknown {
    const result = parseJson(Buffer.from(piece))
    if (result.kind === 'refused') throw wrong(result.detail)
    piece = ''
    return result.value
  }

  function begin(unit: string): void {
    if (unit === '{') place = 'object'
    else if (unit === '[') [place, isTopArray] = ['array', true]
    else if (unit.trim() !== '' && unit !== '\uFEFF') throw wrong('it begins with neither { nor [.')
  }

  /** What a character means that stands in neither a string nor an element. */
  function separate(unit: string): JsonElement | undefined {
    const isEmpty = piece.trim() === ''
    if (place === 'array') {
      if (unit === '}' || (isEmpty && (unit === ',' || index > 0))) throw wrong('a value is missing.')
      const element = isEmpty ? undefined : { key, index, value: takePiece() }
      index++
      if (unit === ']') place = isTopArray ? 'end' : 'object'
      return element
    }
    if (unit === ']') throw wrong('a bracket is closed that was not opened.')
    const element = isEmpty ? undefined : { key, index: -1, value: takePiece() }
    if (unit === '}') place = 'end'
    key = ''
    return element
  }

  function name(): void {
    const found = takePiece()
    if (typeof found !== 'string') throw wrong('a name is missing.')
    ;[key, index] = [found, 0]
  }

  function openArray(): undefined {
    place = 'array'
  }

  function inString(unit: string): void {
    if (isEscaped) isEscaped = false
    else if (unit === '\\') isEscaped = true
    else if (unit === '"') isInString = false
    piece += unit
  }

  function step(unit: string): JsonElement | undefined {
    if (isInString) return void inString(unit)
    if (place === 'start') return void begin(unit)
    if (place === 'end') {
      if (unit.trim() !== '') throw wrong('something follows the end.')
      return undefined
    }
    if (depth === 0) {
      if (unit === ',' || unit === ']' || unit === '}') return separate(unit)
      if (place === 'object' && unit === ':') return void name()
      if (place === 'object' && unit === '[' && key !== '' && piece.trim() === '') return openArray()
    }
    if (unit === '"') isInString = true
    else if (unit === '{' || unit === '[') depth++
    else if (unit === '}' || unit === ']') depth--
    piece += unit
    return undefined
  }

  return {
    *take(text: string): Generator<JsonElement> {
      for (let at = 0; at < text.length; at++) {
        const element = step(text.charAt(at))
        if (element !== undefined) yield element
      }
      if (piece.length > maxElementCharacters) throw wrong(`it has more than ${maxElementCharacters} characters.`)
    },
    end(): void {
      if (place !== 'end') throw wrong('the file breaks off.')
    },
  }
}
