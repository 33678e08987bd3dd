/** Bad input of whoever wrote the command; the message says what is wrong. */
export class CommandError extends Error {}

/**
 * Splits a job's command into program and arguments as a shell would, with quotes and backslashes, and puts the values of
 * `${{inputs.x}}` and `${{outputs.y}}` in afterwards: a value with spaces stays one argument.
 *
 * @throws CommandError for what only a shell could do
 */
export function readCommand(command: string, values: Readonly<Record<string, string>>): [string, ...string[]] {
  const [program, ...args] = splitWords(command).map((word) => fillIn(word, values))
  if (program === undefined) throw new CommandError('The command is empty.')
  return [program, ...args]
}

// One step of the way through a command: white space, quoted text, an escaped character, a placeholder, anything else.
const piece = /(\s+)|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|(\$\{\{[^}]*\}\})|([^\s'"\\])/gsy
const ofShell = new Set(['|', '&', ';', '<', '>', '`', '$', '(', ')'])

function splitWords(command: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  for (const [whole, space, single, double, escaped, placeholder, plain] of command.trim().matchAll(piece)) {
    at += whole.length
    if (space !== undefined) {
      if (word !== undefined) words.push(word)
      word = undefined
      continue
    }
    if (plain !== undefined && ofShell.has(plain))
      throw new CommandError(`'${plain}' in the command needs a shell, and there is none. Put the steps into a program, or quote it.`)
    word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? placeholder ?? plain ?? '')
  }
  if (at < command.trim().length) throw new CommandError('A quote in the command is not closed.')
  return word === undefined ? words : [...words, word]
}

function fillIn(word: string, values: Readonly<Record<string, string>>): string {
  return word.replace(/\$\{\{\s*([^}\s]*)\s*\}\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value !== undefined) return value
    throw new CommandError(`The command names \${{${name}}}, which is neither an input nor an output of the job.`)
  })
}
