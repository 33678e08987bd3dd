const letters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }
const mostCharacters = 63

/** An id that a name suggests: `Tor 3 (süd)` → `tor-3-sued`. Empty where nothing of the name can be in an id. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, mostCharacters)
    .replace(/-+$/, '')
}

/** As the API wants ids, for inputs: their patterns have the `v` flag, in which a bare hyphen is none. */
export const idPattern = '[a-z0-9][a-z0-9\\-]{0,62}'
