interface Day {
  readonly day: string
  readonly positive: number
  readonly falsePositive: number
  readonly background: number
}

/** Days as columns, neighbours joined until there are at most so many of them. */
export function joinDays(days: readonly Day[], most: number): { name: string; values: number[] }[] {
  const width = Math.max(1, Math.ceil(days.length / most))
  return Array.from({ length: Math.ceil(days.length / width) }, (_, index) => {
    const joined = days.slice(index * width, (index + 1) * width)
    const [first, last] = [joined[0]!.day, joined.at(-1)!.day]
    const sum = (part: 'positive' | 'falsePositive' | 'background') => joined.reduce((all, one) => all + one[part], 0)
    return { name: first === last ? first : `${first} – ${last}`, values: [sum('positive'), sum('falsePositive'), sum('background')] }
  })
}
