import { decodeText } from '../text-lines.ts'

/** Longest record that is taken, in characters. */
const maxRecordCharacters = 1024 * 1024

/**
 * Records of an RFC 4180 text, cell by cell as they were written; `line` is the one where the record begins.
 *
 * @throws SyntaxError that names the line
 */
export async function* readRecords(content: AsyncIterable<Uint8Array>): AsyncGenerator<{ cells: string[]; line: number }> {
  let [cells, cell, line, start]: [string[], string, number, number] = [[], '', 1, 1]
  let state: 'bare' | 'quoted' | 'after-quote' = 'bare'
  let size = 0
  for await (const text of decodeText(content)) {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charAt(at)
      if (unit === '\n') line++
      if (++size > maxRecordCharacters) throw new SyntaxError(`line ${start}: the record is too long.`)
      if (state === 'quoted' && unit !== '"') cell += unit
      else if (state === 'quoted') state = 'after-quote'
      else if (unit === '"' && (state === 'after-quote' || cell === '')) {
        if (state === 'after-quote') cell += '"'
        state = 'quoted'
      } else if (unit === ',') {
        cells.push(cell)
        ;[cell, state] = ['', 'bare']
      } else if (unit === '\n') {
        yield { cells: [...cells, cell], line: start }
        ;[cells, cell, state, start, size] = [[], '', 'bare', line, 0]
      } else if (unit !== '\r') cell += unit
    }
  }
  if (state === 'quoted') throw new SyntaxError(`line ${start}: a quote is not closed.`)
  if (cells.length > 0 || cell !== '') yield { cells: [...cells, cell], line: start }
}
