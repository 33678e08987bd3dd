/** How dates and figures are written in a language of ours: English as the plants of Europe write it. */
export function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : language
}
