import type { Tone } from '../../design/tag.tsx'

export type NodeKind =
  | 'recording'
  | 'incident'
  | 'frame'
  | 'night'
  | 'dataset'
  | 'run'
  | 'model'
  | 'evaluation'
  | 'approval'
  | 'release'
  | 'device'

export interface LineageNode {
  readonly key: string
  readonly kind: NodeKind
  readonly title: string
  readonly note?: string | undefined
  readonly tone?: Tone | undefined
  /** The page about it. */
  readonly to: string
  /** What the page is about that one looks at. */
  readonly isHere?: boolean | undefined
}

export interface LineageColumn {
  readonly name: string
  readonly nodes: readonly LineageNode[]
  /** How many there are, named or not. */
  readonly count: number
}

/** What came of what, from left to right; within a column from top to bottom. */
export interface Lineage {
  readonly columns: readonly LineageColumn[]
  readonly edges: readonly Edge[]
}

/** From one key to another. */
export type Edge = readonly [from: string, to: string]

/** Everything that one thing came of, and that came of it. */
export function pathThrough(edges: readonly Edge[], key: string): ReadonlySet<string> {
  const walk = (found: Set<string>, next: (key: string) => readonly string[]) => {
    for (const one of found) for (const other of next(one)) found.add(other)
    return found
  }
  const before = walk(new Set([key]), (one) => edges.flatMap(([from, to]) => (to === one ? [from] : [])))
  const after = walk(new Set([key]), (one) => edges.flatMap(([from, to]) => (from === one ? [to] : [])))
  return new Set([...before, ...after])
}

/** Where an arrow key leads from a node: along the lines sideways, within the column up and down. */
export function neighbourOf({ columns, edges }: Lineage, key: string, arrow: string): string | undefined {
  const column = columns.findIndex(({ nodes }) => nodes.some((node) => node.key === key))
  const keys = columns[column]?.nodes.map((node) => node.key) ?? []
  if (arrow === 'ArrowDown') return keys[keys.indexOf(key) + 1]
  if (arrow === 'ArrowUp') return keys[keys.indexOf(key) - 1]
  const isElsewhere = (other: string) => !keys.includes(other)
  // Out of a column that reads from top to bottom the line may start at another of its nodes.
  const start = pathThrough(
    edges.filter(([from, to]) => keys.includes(from) && keys.includes(to)),
    key,
  )
  if (arrow === 'ArrowRight') return edges.find(([from, to]) => start.has(from) && isElsewhere(to))?.[1]
  if (arrow === 'ArrowLeft') return edges.find(([from, to]) => start.has(to) && isElsewhere(from))?.[0]
  return undefined
}
