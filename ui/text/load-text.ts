import type { Text } from './text.ts'

const loaders: Readonly<Record<string, () => Promise<Text>>> = {
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
}

export const languages = Object.keys(loaders)
const key = 'language'

/** The language that the person chose, or else the first of the browser's that there is, or English. */
export async function loadText(): Promise<{ language: string; text: Text }> {
  const wanted = [localStorage.getItem(key) ?? '', ...navigator.languages.map((tag) => tag.slice(0, 2))]
  const language = wanted.find((tag) => tag in loaders) ?? 'en'
  return { language, text: await loaders[language]!() }
}

export function chooseLanguage(language: string): void {
  localStorage.setItem(key, language)
  location.reload()
}
