import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'

/** Throws where the text of a mutant is not there just once: then its bug would be another one, or none. */
export function mutate(
  folder: string,
  { bug, file, from, to }: Mutant,
): { readonly path: string; readonly sound: string; readonly mutated: string } {
  const path = join(folder, file)
  const sound = readFileSync(path, 'utf8')
  const places = sound.split(from).length - 1
  if (places !== 1)
    throw new Error(`"${bug}": its text stands ${places} times in ${file}; choose the text anew in tools/mutation/mutants.ts:\n${from}`)
  return { path, sound, mutated: sound.replace(from, () => to) }
}
