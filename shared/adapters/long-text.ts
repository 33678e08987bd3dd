import type { Columns } from './table-rows.ts'

// A column of Azure's tables holds 32 K characters (table-rows.ts).
const columnCharacters = 30_000

/** A text of any length up to the row's own limit, as columns `data0`, `data1` … */
export function longText(text: string): Columns {
  const count = Math.max(1, Math.ceil(text.length / columnCharacters))
  return Object.fromEntries(
    Array.from({ length: count }, (_, part) => [`data${part}`, text.slice(part * columnCharacters, (part + 1) * columnCharacters)]),
  )
}

export function readLongText(columns: Columns): string {
  let text = ''
  for (let part = 0; columns[`data${part}`] !== undefined; part++) text += columns[`data${part}`]
  return text
}
