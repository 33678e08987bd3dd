import { useText } from '../../text/text.ts'

interface Said {
  readonly annotations: readonly { readonly label: string }[]
  readonly absent: readonly string[]
}

/** What people and models said of a picture, in a few words. */
export function useWhatIsSaid({ annotations, absent }: Said): string {
  const text = useText().datasets
  const said = [...new Set(annotations.map(({ label }) => label)), ...absent.map(text.no)]
  return said.length === 0 ? text.nothingOnIt : said.join(', ')
}
