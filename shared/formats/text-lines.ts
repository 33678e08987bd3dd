/** Longest line that is taken; a longer one comes from no tool that we know. */
const maxLineCharacters = 1024 * 1024

/** UTF-8 as it comes, without a byte order mark. Bytes that are not UTF-8 become replacement characters. */
export async function* decodeText(content: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const bytes of content) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

/** @throws RangeError for a text of more than `maxCharacters` */
export async function readText(content: AsyncIterable<Uint8Array>, maxCharacters: number): Promise<string> {
  let text = ''
  for await (const part of decodeText(content)) {
    text += part
    if (text.length > maxCharacters) throw new RangeError(`It has more than ${maxCharacters} characters.`)
  }
  return text
}

/** Lines without their ends, with their numbers from 1. The part of a line beyond the limit is cut off. */
export async function* readLines(content: AsyncIterable<Uint8Array>): AsyncGenerator<{ line: string; number: number }> {
  let rest = ''
  let number = 0
  for await (const text of decodeText(content)) {
    const lines = (rest + text).split('\n')
    rest = (lines.pop() ?? '').slice(0, maxLineCharacters)
    for (const line of lines) yield { line: line.replace(/\r$/, ''), number: ++number }
  }
  if (rest !== '') yield { line: rest.replace(/\r$/, ''), number: ++number }
}
