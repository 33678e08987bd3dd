import { posix } from 'node:path'
import type { LayerEntry } from '../../images/write-layer.ts'
import { BuildError } from './build-error.ts'
import { expand, type Instruction, jsonList, words } from './parse-dockerfile.ts'
import type { BuildContext } from './read-context.ts'

/** The files that a COPY puts into the image. A folder's content is copied, not the folder itself. */
export function copyFiles(
  { flags, text, line }: Instruction,
  variables: ReadonlyMap<string, string>,
  context: BuildContext,
  workingFolder: string,
): LayerEntry[] {
  const unknown = Object.keys(flags).find((flag) => flag !== 'chmod' && flag !== 'chown')
  if (unknown !== undefined) throw wrong(line, `COPY --${unknown} is not known here`)
  const paths = jsonList(text)?.map((each) => expand(each, variables)) ?? words(text, line, variables)
  const target = paths.pop()
  if (target === undefined || paths.length === 0) throw wrong(line, 'COPY needs a source and a destination')
  const isFolder = target.endsWith('/') || target === '.'
  const to = posix.resolve('/', workingFolder, target).slice(1)
  const owner = { ...modeOf(flags['chmod'], line), ...ownerOf(flags['chown'], line) }
  const entries: LayerEntry[] = []
  for (const path of paths) {
    const source = sourceOf(path, line)
    const file = context.get(source)
    const inside = [...context].filter(([name]) => source === '' || name.startsWith(`${source}/`))
    if (file !== undefined) {
      if (paths.length > 1 && !isFolder) throw wrong(line, `${target} must end with a slash: several files come there`)
      entries.push({ path: isFolder ? posix.join(to, posix.basename(source)) : to, bytes: file, ...owner })
    } else if (inside.length === 0) throw wrong(line, `the context has no ${path}`)
    else if (to !== '') entries.push({ path: to, ...(owner.uid !== undefined && { uid: owner.uid, gid: owner.gid }) })
    for (const [name, bytes] of inside) {
      entries.push({ path: posix.join(to, source === '' ? name : name.slice(source.length + 1)), bytes, ...owner })
    }
  }
  return entries
}

function sourceOf(path: string, line: number): string {
  if (/[*?[]/.test(path)) throw wrong(line, `${path}: patterns are not known here`)
  const source = posix.normalize(path).replace(/^\/+|\/+$/g, '')
  if (source.startsWith('..')) throw wrong(line, `${path} leads out of the context`)
  return source === '.' ? '' : source
}

function modeOf(text: string | undefined, line: number): { mode?: number } {
  if (text === undefined) return {}
  if (!/^[0-7]{3,4}$/.test(text)) throw wrong(line, `--chmod=${text} must be octal digits`)
  return { mode: Number.parseInt(text, 8) }
}

/** Names would have to be looked up in the image's /etc/passwd. */
function ownerOf(text: string | undefined, line: number): { uid?: number; gid?: number } {
  if (text === undefined) return {}
  const match = /^(\d+)(?::(\d+))?$/.exec(text)
  if (match === null) throw wrong(line, `--chown=${text} must be numbers, UID or UID:GID`)
  return { uid: Number(match[1]), gid: Number(match[2] ?? match[1]) }
}

const wrong = (line: number, why: string) => new BuildError(`Dockerfile line ${line}: ${why}.`)
