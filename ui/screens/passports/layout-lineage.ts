import type { Edge, LineageColumn } from './lineage.ts'

/** Pixels. */
export const nodeHeight = 88
export const rowGap = 12
/** Shares of the width: of a node, and of the space to the next column in which the lines run. */
const [nodeWidth, columnGap] = [78, 22]

export interface LineagePlan {
  readonly width: number
  readonly height: number
  /** Percent of the width. */
  readonly gapPercent: number
  readonly lines: readonly { readonly edge: Edge; readonly path: string }[]
}

/** Where the lines run. Columns stand in the middle of the height; widths are shares, so that the plan fits any window. */
export function layoutLineage(columns: readonly LineageColumn[], rowsOf: readonly number[], edges: readonly Edge[]): LineagePlan {
  const heightOf = (rows: number) => rows * nodeHeight + (rows - 1) * rowGap
  const height = heightOf(Math.max(1, ...rowsOf))
  const width = columns.length * nodeWidth + (columns.length - 1) * columnGap
  const places = new Map(
    columns.flatMap(({ nodes }, column) =>
      nodes.map(({ key }, row) => {
        const top = (height - heightOf(rowsOf[column] ?? 1)) / 2 + row * (nodeHeight + rowGap)
        return [key, { column, left: column * (nodeWidth + columnGap), top }] as const
      }),
    ),
  )
  const lines = edges.flatMap((edge) => {
    const [from, to] = [places.get(edge[0]), places.get(edge[1])]
    if (from === undefined || to === undefined) return []
    if (from.column === to.column) {
      const x = from.left + nodeWidth / 2
      return [{ edge, path: `M${x} ${from.top + nodeHeight}V${to.top}` }]
    }
    const [startX, startY, endY] = [from.left + nodeWidth, from.top + nodeHeight / 2, to.top + nodeHeight / 2]
    const bend = columnGap / 2
    return [{ edge, path: `M${startX} ${startY}C${startX + bend} ${startY} ${to.left - bend} ${endY} ${to.left} ${endY}` }]
  })
  return { width, height, gapPercent: (columnGap / width) * 100, lines }
}
