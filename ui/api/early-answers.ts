/** Answers that are there or under way, by their address; whoever takes one takes it away. */
export type EarlyAnswers = Map<string, Promise<Response>>

declare global {
  /** What the early script (ui/early) leaves. */
  var earlyAnswers: EarlyAnswers | undefined
}
