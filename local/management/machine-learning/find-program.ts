import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** What to run for the first word of a command: a program that the workspace knows by name, or one from PATH. Undefined = there is none. */
export function findProgram(
  name: string,
  known: Readonly<Record<string, readonly [string, ...string[]]>>,
): readonly [string, ...string[]] | undefined {
  if (Object.hasOwn(known, name)) return known[name]
  const endings = process.platform === 'win32' ? ['.exe', '.com', ''] : ['']
  // A relative path would lead into the work folder, where nothing of the job's code lies.
  const places = isAbsolute(name)
    ? [name]
    : /[\\/]/.test(name)
      ? []
      : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))
  const found = places.flatMap((path) => endings.map((ending) => path + ending)).find(isProgram)
  return found === undefined ? undefined : [found]
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
