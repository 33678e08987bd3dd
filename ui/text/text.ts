import { createContext, useContext } from 'react'
import type { en } from './en.ts'

/** The same keys with words of any language: what is a function in English is one everywhere, with the same parameters. */
type Translated<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Translated<Words[Key]>
}

export type Text = Translated<typeof en>

const TextContext = createContext<{ language: string; text: Text } | undefined>(undefined)

export const TextProvider = TextContext.Provider

/** All words of the pages, in the person's language. */
export function useText(): Text {
  return useLanguage().text
}

export function useLanguage(): { language: string; text: Text } {
  const context = useContext(TextContext)
  if (context === undefined) throw new Error('useText outside of TextProvider')
  return context
}
