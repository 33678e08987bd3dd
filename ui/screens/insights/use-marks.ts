import { useLanguage } from '../../text/text.ts'
import { type Anomaly, useAnomalyWords } from './anomaly-words.ts'
import { stepNames } from './step-name.ts'

/** What stands at the days on which something was odd, by the name of the day. */
export function useMarks(anomalies: readonly Anomaly[]): { title: string; words: ReadonlyMap<string, string> } {
  const { language, text } = useLanguage()
  const words = useAnomalyWords()
  const nameOf = stepNames(language)
  const marks = new Map<string, string>()
  for (const anomaly of anomalies) {
    const name = nameOf(anomaly.day)
    const told = `${words.subject(anomaly)}: ${words.figures(anomaly)}`
    marks.set(name, marks.has(name) ? `${marks.get(name)}; ${told}` : told)
  }
  return { title: text.insights.anomaly, words: marks }
}
