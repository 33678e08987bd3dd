/** A kind of entry in the person's language; one that has no words yet is shown as it stands on the chain. */
export function actionWords(words: Readonly<Record<string, string>>, action: string): string {
  return words[action] ?? action
}
