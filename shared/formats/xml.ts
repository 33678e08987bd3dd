import { SaxesParser } from 'saxes'
import { decodeText } from './text-lines.ts'

/** Text or attribute value as XML. Characters that XML cannot hold at all become U+FFFD. */
export function escapeXml(value: string | number): string {
  return String(value)
    .toWellFormed()
    .replace(/[\ufffe\uffff]|(?![\t\n\r])\p{Cc}/gu, '\ufffd')
    .replace(/[&<>"'\t\n\r]/g, (unit) => `&#${unit.charCodeAt(0)};`)
}

/** What a reader of XML is told, in order. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void
  /** `text` is what stood in the element itself. */
  close(name: string, text: string, line: number): void
}

const maxDepth = 32
const maxTextCharacters = 64 * 1024

/**
 * Reads XML from strangers piece by piece. A DOCTYPE is refused, so that there are no entities to expand or to fetch.
 *
 * @throws SyntaxError that names the line
 */
export async function readXml(content: AsyncIterable<Uint8Array>, listener: XmlListener): Promise<void> {
  const parser = new SaxesParser()
  const texts: string[] = []
  const wrong = (what: string) => new SyntaxError(`line ${parser.line}: ${what}`)
  parser.on('error', (error) => {
    throw new SyntaxError(error.message.replace(/^(\d+):\d+: /, 'line $1: '))
  })
  parser.on('doctype', () => {
    throw wrong('a DOCTYPE is not taken.')
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (texts.push('') > maxDepth) throw wrong(`it nests deeper than ${maxDepth}.`)
    listener.open(name, attributes, parser.line)
  })
  parser.on('text', (text) => {
    const last = texts.length - 1
    if (last < 0) return
    texts[last] += text
    if ((texts[last] ?? '').length > maxTextCharacters) throw wrong('a text is too long.')
  })
  parser.on('closetag', ({ name }) => listener.close(name, texts.pop() ?? '', parser.line))
  for await (const text of decodeText(content)) parser.write(text)
  parser.close()
}
