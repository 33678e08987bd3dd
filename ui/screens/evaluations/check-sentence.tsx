import { type Check, type Judged, useCheckSentence } from './use-check-sentence.ts'

/** One of the gate's answers. What has no words here stands in those that were kept with it, which are English. */
export function CheckSentence({ check, evaluation }: { check: Check; evaluation: Judged }) {
  const sentence = useCheckSentence()(check, evaluation)
  return sentence === undefined ? <span lang="en">{check.reason}</span> : <bdi>{sentence}</bdi>
}
