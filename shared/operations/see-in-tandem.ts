import type { ModelFolder, Ports } from '../ports.ts'
import { collect } from './collect.ts'
import { createFeed } from './feed.ts'

/** Pictures that lie ready for each model; a megabyte or two. */
const mostReady = 16

export type SeenPicture = Awaited<ReturnType<typeof collect<SeenOf>>>[number]
type SeenOf = Ports['modelRunner']['detect'] extends (...all: never[]) => AsyncIterable<infer Seen> ? Seen : never

/**
 * Runs several models on the same pictures, which are made once.
 *
 * @param produce Hands over picture after picture
 * @returns for each model what it sees, in the order of the pictures
 */
export async function seeInTandem(
  { modelRunner }: Pick<Ports, 'modelRunner'>,
  folders: readonly ModelFolder[],
  produce: (add: (picture: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<SeenPicture[][]> {
  const feeds = folders.map(() => createFeed<Uint8Array>(mostReady))
  const stop = (error: unknown) => {
    for (const feed of feeds) feed.stop(error)
  }
  const seen = folders.map((folder, index) =>
    collect(modelRunner.detect(folder, feeds[index]!.things)).catch((error) => {
      stop(error)
      throw error
    }),
  )
  try {
    await produce(async (picture) => {
      await Promise.all(feeds.map((feed) => feed.add(picture)))
    })
    for (const feed of feeds) feed.end()
  } catch (error) {
    stop(error)
    await Promise.allSettled(seen)
    throw error
  }
  await Promise.allSettled(seen)
  return Promise.all(seen)
}
