/**
 * Which queue goes next: the most precious one that has something, except that after `streak` records in a row the
 * next one that waits gets a turn, so that nothing starves behind a long backlog.
 */
export function createLaneChooser<Lane extends string, Item>(
  lanes: readonly Lane[],
  streak: number,
  take: (lane: Lane) => Item | undefined,
) {
  let last: Lane | undefined
  let inRow = 0
  return (): Item | undefined => {
    const isTired = last !== undefined && inRow >= streak
    const order = isTired ? [...lanes.filter((lane) => lane !== last), ...lanes.filter((lane) => lane === last)] : lanes
    for (const lane of order) {
      const item = take(lane)
      if (item === undefined) continue
      inRow = lane === last ? inRow + 1 : 1
      last = lane
      return item
    }
    return undefined
  }
}
