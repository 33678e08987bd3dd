import { join } from 'node:path'
import type { Footage } from '../../training/scripts/footage.ts'
import { type Film, makeFilm } from './film.ts'
import { asFilmed, coldLamp, comingAndGoing, type Light } from './light.ts'
import { moved, unmoved, type View } from './move-camera.ts'
import { staysOf } from './stays.ts'

/** What one of the rows of the table is about; none of them is ever learned from. */
export interface UnseenFilm {
  readonly name: string
  readonly film: Film
}

export interface Films {
  /** The first part, in several takes. */
  readonly first: readonly Film[]
  /** What the device plays at the end comes first. */
  readonly unseen: readonly UnseenFilm[]
  /** A second of the empty start, for a camera that waits. */
  readonly idle: Film
}

const firstSun = 1
/** The second part is seen on three days: of its twenty seconds one alone would say little about false alarms. */
const laterSuns = [2, 3, 4]

/** Makes all films of the run: the first part in takes, and the second as it was filmed, in changing light, and moved. */
export async function planFilms(footage: Footage, folder: string): Promise<Films> {
  const film = (name: string, from: number, to: number, lightAt: (seconds: number) => Light, view: View = unmoved) =>
    makeFilm(footage, { file: join(folder, `${name}.mp4`), from, to, lightAt, view })
  const [half, end] = [footage.half, footage.truth.length]
  const sun = comingAndGoing(firstSun)
  const first: Film[] = []
  for (const [index, [from, to]] of takesOf(footage).entries())
    first.push(await film(`take-${index + 1}`, from, to, (seconds) => sun(seconds + from / 30)))
  const inSun: UnseenFilm[] = []
  for (const [index, seed] of laterSuns.entries())
    inSun.push({ name: `changing light ${index + 1}`, film: await film(`unseen-sun-${index + 1}`, half, end, comingAndGoing(seed)) })
  return {
    first,
    unseen: [
      ...inSun,
      { name: 'as filmed', film: await film('unseen-as-filmed', half, end, () => asFilmed) },
      { name: 'moved, cold lamp', film: await film('unseen-moved', half, end, () => coldLamp, moved) },
    ],
    idle: await film('idle', 0, 30, () => asFilmed),
  }
}

/** Before and after a hand, in frames: what is seen in one take belongs to no incident of another. */
const aroundStay = 20
const leastTake = 45

/**
 * Cuts the first part around each time that somebody reaches in, so that takes can be learned from, tested on and left out
 * one by one, and the test needs no more than one of the few with a hand.
 */
function takesOf({ truth, half }: Footage): [number, number][] {
  const edges = staysOf(truth.slice(0, half), 30, 'hand').flatMap(({ from, to }) => [from * 30 - aroundStay, to * 30 + aroundStay])
  const cuts: number[] = []
  for (const edge of edges.map(Math.round)) {
    const last = cuts.at(-1)
    // Two hands soon after each other have one cut between them.
    if (last !== undefined && edge - last < leastTake) cuts[cuts.length - 1] = Math.round((last + edge) / 2)
    else if (edge >= leastTake && edge <= half - leastTake) cuts.push(edge)
  }
  const places = [0, ...cuts, half]
  return places.slice(1).map((to, index) => [places[index]!, to])
}
