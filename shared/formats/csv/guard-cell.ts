// What a spreadsheet would take for the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection).
const starts = new Set(['=', '+', '-', '@', '\t', '\r', '\0'])

/** Quotes before the start count as well: otherwise the guard could not be told from a text that begins with one. */
function isDangerous(text: string): boolean {
  return starts.has(text.replace(/^'+/, '').charAt(0))
}

/** Puts a `'` before a text that a spreadsheet would run. */
export function guardCell(text: string): string {
  return isDangerous(text) ? `'${text}` : text
}

/** The text that `guardCell` was given. */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") && isDangerous(cell) ? cell.slice(1) : cell
}
