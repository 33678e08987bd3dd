/** Whole numbers as a text, such as `1-5,9`: each once, ascending. Equal sets are equal texts. */
export type NumberSet = string

export function numberSet(numbers: readonly number[]): NumberSet {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  const parts: string[] = []
  for (let index = 0; index < sorted.length; index++) {
    const first = sorted[index]!
    while (sorted[index + 1] === sorted[index]! + 1) index++
    const last = sorted[index]!
    parts.push(first === last ? `${first}` : `${first}-${last}`)
  }
  return parts.join(',')
}

export function numbersOf(set: NumberSet): number[] {
  if (set === '') return []
  return set.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

export function addNumbers(one: NumberSet, other: NumberSet): NumberSet {
  if (one === '' || one === other) return other
  return other === '' ? one : numberSet([...numbersOf(one), ...numbersOf(other)])
}
