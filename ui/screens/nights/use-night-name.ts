import { useLanguage } from '../../text/text.ts'

/** What a night is called: its date, and which run of it. */
export function useNightName({ date, number }: { readonly date: string; readonly number: number }): string {
  const { language, text } = useLanguage()
  const locale = language === 'en' ? 'en-GB' : language
  // The date is the site's already: no zone must move it.
  const shown = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
  const name = text.nights.night(shown)
  return number === 1 ? name : `${name}, ${text.nights.run(number)}`
}
