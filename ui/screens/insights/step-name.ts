/** A day or month in the person's words. */
export function stepNames(language: string): (at: string) => string {
  const locale = language === 'en' ? 'en-GB' : language
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  return (at) => (at.length === 7 ? month.format(new Date(`${at}-01`)) : day.format(new Date(at)))
}
