import type { FrameEdit } from '../domain/frame-labels.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { LabelerFinding, LabelerQuality } from '../domain/labeler-quality.ts'
import type { GoldItem, LabelingTask } from '../domain/labeling-task.ts'
import type { Versioned } from '../domain/page.ts'

/** What is known of an open task without reading it; the task itself decides. */
export interface WaitingTask extends Pick<LabelingTask, 'id' | 'camera' | 'at' | 'group' | 'reason' | 'labels' | 'lease'> {
  /** Who answered or skipped it. */
  readonly past: readonly string[]
  /** The only person who may get it; undefined = everybody. */
  readonly onlyFor: string | undefined
}

export interface LabelTaskStore {
  find(id: Id): Promise<Versioned<LabelingTask> | undefined>
  /**
   * Writes the task, and with it the edit that it brings, in one transaction. Answers the new version. The same change
   * written twice (an answer that was lost) answers as if it were written once.
   *
   * @param version undefined = it must be new
   * @throws Fault `task-changed` when the version is not the newest any more: read again and decide again
   */
  save(task: LabelingTask, version: string | undefined, edit?: Omit<FrameEdit, 'seq'>): Promise<string>
  /** Everybody's, those with a known answer among them. */
  ofRecording(site: Id, recording: Id): Promise<readonly Versioned<LabelingTask>[]>
  /** Open ones, newest first. */
  waiting(query: { site: Id; camera?: Id | undefined; limit: number }): Promise<readonly WaitingTask[]>
  /** Takes a pointer to a task away that waits no more. */
  forget(site: Id, waiting: WaitingTask): Promise<void>
  /** Tasks that this person has answered since then, oldest first. */
  answeredBy(query: { site: Id; who: string; since: Instant }): AsyncIterable<Versioned<LabelingTask>>
  /** The same frame again replaces its answer. */
  saveGold(item: GoldItem): Promise<void>
  removeGold(item: GoldItem): Promise<void>
  /** Frames with a known answer in which the class is in question; some of them, chosen by `start`. */
  gold(query: { site: Id; label: string; start: string; limit: number }): Promise<readonly GoldItem[]>
}

export interface LabelerQualityStore {
  find(site: Id, who: string, label: string): Promise<Versioned<LabelerQuality> | undefined>
  /** @throws Fault `task-changed` when somebody else wrote it meanwhile */
  save(quality: LabelerQuality, version: string | undefined): Promise<string>
  list(site: Id): Promise<readonly LabelerQuality[]>
  findFinding(site: Id, id: Id): Promise<Versioned<LabelerFinding> | undefined>
  /** @throws Fault `task-changed` when somebody else wrote it meanwhile */
  saveFinding(finding: LabelerFinding, version: string | undefined): Promise<string>
  findings(site: Id): Promise<readonly LabelerFinding[]>
}
