import { chance, pick } from './random.ts'

/** What a seed decides about how a line looks; the geometry is the same for all. */
export interface Look {
  readonly wall: readonly [string, string]
  readonly daylight: string
  readonly housing: readonly [string, string, string]
  readonly glass: string
  readonly liquid: readonly [string, string]
  readonly cap: readonly [string, string, string]
  readonly label: readonly [string, string]
  readonly emblem: 'drop' | 'sun' | 'leaf' | 'wave'
  readonly gloves: readonly (readonly [string, string, string])[]
  readonly sleeves: readonly (readonly [string, string, string])[]
}

const walls = [
  ['#8fa3b0', '#5d707d'],
  ['#a9a99b', '#6f7268'],
  ['#86a09a', '#536a66'],
  ['#9a9fb5', '#60667c'],
] as const

const housings = [
  ['#eef2f4', '#b9c3c9', '#7d8a92'],
  ['#5f8fb8', '#3a6a96', '#24486b'],
  ['#e3e6df', '#aeb5a6', '#757d6d'],
  ['#4d9a8b', '#2f7264', '#1d4c43'],
] as const

const liquids = [
  ['#f6b13d', '#d9781a'],
  ['#d8433f', '#9c1d2b'],
  ['#8fc64a', '#5a9427'],
  ['#6fb7e0', '#3d86bd'],
  ['#a8683a', '#6b3a1c'],
] as const

const caps = [
  ['#ffffff', '#d7dde2', '#8d979f'],
  ['#ff6a5c', '#d9352b', '#8f1b17'],
  ['#5aa9ff', '#1f6fd1', '#12478c'],
  ['#ffd84f', '#e9ac14', '#a0710a'],
  ['#62d98a', '#22a356', '#126636'],
] as const

const labels = [
  ['#fbfaf3', '#2c5f8a'],
  ['#fff3d6', '#c2491d'],
  ['#f2f7ee', '#3e7d35'],
  ['#27364a', '#f0d48a'],
] as const

// Glove: light, middle, dark.
const gloves = [
  ['#8fc3f2', '#4d8fd0', '#2a5c94'],
  ['#fdc77c', '#f0912c', '#a85a10'],
  ['#fbfbf8', '#d9dad6', '#93968f'],
  ['#7a828c', '#4a515b', '#262b33'],
  ['#b9e07c', '#7fb53c', '#4c7a1c'],
] as const

const sleeves = [
  ['#5b6f8f', '#394c6c', '#212f47'],
  ['#ff9d4d', '#ec6c14', '#a3430a'],
  ['#e6ff6a', '#c3e02a', '#7d9411'],
  ['#8d9298', '#5f656c', '#3a3f45'],
  ['#7fb7c9', '#4a8ba0', '#285c6e'],
] as const

/** Of no line that a model has learned from: what a filler gets when the product changes. */
const newBottle = {
  liquid: ['#c77bf0', '#7a2fb0'],
  cap: ['#5a5f66', '#2c3036', '#101215'],
  label: ['#111418', '#ff7ad9'],
  emblem: 'sun',
} as const

/** The same line with bottles that nobody has seen before. */
export function withNewBottle(look: Look): Look {
  return { ...look, ...newBottle }
}

export function chooseLook(seed: number): Look {
  return {
    wall: pick(walls, seed, 'wall'),
    daylight: pick(['#fff6dc', '#eaf4ff', '#ffe3bd'], seed, 'daylight'),
    housing: pick(housings, seed, 'housing'),
    glass: pick(['#eaf6f2', '#e8f2fb', '#eef5e4'], seed, 'glass'),
    liquid: pick(liquids, seed, 'liquid'),
    cap: pick(caps, seed, 'cap'),
    label: pick(labels, seed, 'label'),
    emblem: pick(['drop', 'sun', 'leaf', 'wave'] as const, seed, 'emblem'),
    gloves: twoOf(gloves, seed, 'gloves'),
    sleeves: twoOf(sleeves, seed, 'sleeves'),
  }
}

function twoOf<T>(choices: readonly T[], seed: number, stream: string): readonly T[] {
  const first = Math.floor(chance(seed, stream) * choices.length)
  return [choices[first]!, choices[(first + 2) % choices.length]!]
}
