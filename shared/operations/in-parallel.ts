/** Does the work for each of them, so many at a time. The first failure stops those that were not begun, and is thrown. */
export async function inParallel<T>(things: Iterable<T>, atOnce: number, work: (thing: T) => Promise<void>): Promise<void> {
  const queue = [...things]
  let next = 0
  const lane = async () => {
    while (next < queue.length) {
      try {
        await work(queue[next++]!)
      } catch (error) {
        next = queue.length
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
