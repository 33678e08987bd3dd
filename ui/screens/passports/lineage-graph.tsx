import { Link } from '@tanstack/react-router'
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Icon, type IconName } from '../../design/icon.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import { layoutLineage, nodeHeight, rowGap } from './layout-lineage.ts'
import { type Lineage, type LineageColumn, type LineageNode, type NodeKind, neighbourOf, pathThrough } from './lineage.ts'
import styles from './lineage-graph.module.css'

const icons: Readonly<Record<NodeKind, IconName>> = {
  recording: 'play',
  incident: 'incidents',
  frame: 'camera',
  night: 'nights',
  dataset: 'datasets',
  run: 'insights',
  model: 'models',
  evaluation: 'check',
  approval: 'person',
  release: 'archive',
  device: 'fleet',
}

/** So many of a column are shown until somebody wants them all. */
const mostShown = 5

/**
 * What came of what, to be walked: every node is a link. It is one nested list; where there is room it stands in columns
 * with lines between them, on a phone it is read from top to bottom.
 */
export function LineageGraph({ lineage, label }: { lineage: Lineage; label: string }) {
  const text = useText().passports
  const [opened, setOpened] = useState<readonly string[]>([])
  const [looked, setLooked] = useState<string>()
  const place = useRef<HTMLDivElement>(null)
  const filled = lineage.columns.filter(({ nodes }) => nodes.length > 0)
  const columns = filled.map((column) => (opened.includes(column.name) ? column : cut(column)))
  // What says how many more there are takes a row.
  const rows = columns.map(({ nodes, count }) => nodes.length + (count > nodes.length ? 1 : 0))
  const { width, height, gapPercent, lines } = layoutLineage(columns, rows, lineage.edges)
  const path = looked === undefined ? undefined : pathThrough(lineage.edges, looked)
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const key = (event.target as HTMLElement).dataset['node']
    const next = key === undefined ? undefined : neighbourOf({ columns, edges: lineage.edges }, key, event.key)
    if (next === undefined) return
    event.preventDefault()
    place.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus()
  }
  return (
    <div ref={place} className={styles.scroll}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows only add to Tab, which reaches every link */}
      <div className={styles.graph} style={{ '--columns': columns.length } as CSSProperties} onKeyDown={move}>
        <svg
          className={styles.lines}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          style={{ height }}
          aria-hidden="true"
          focusable="false"
        >
          {lines.map(({ edge: [from, to], path: drawn }) => (
            <path key={`${from} ${to}`} d={drawn} className={path?.has(from) && path.has(to) ? styles.walked : undefined} />
          ))}
        </svg>
        <ol className={styles.columns} style={{ columnGap: `${gapPercent}%` }} aria-label={label}>
          {columns.map((column) => (
            <li key={column.name}>
              <h3>{column.name}</h3>
              <ol className={styles.nodes} style={{ gap: rowGap }}>
                {column.nodes.map((node) => (
                  <li key={node.key}>
                    <Node node={node} isWalked={path?.has(node.key) === true} onLook={setLooked} />
                  </li>
                ))}
                {column.count > column.nodes.length && (
                  <li className={styles.more}>
                    <More
                      column={column}
                      isCut={
                        !opened.includes(column.name) && filled.some(({ name, nodes }) => name === column.name && nodes.length > mostShown)
                      }
                      onOpen={() => setOpened([...opened, column.name])}
                    />
                  </li>
                )}
              </ol>
            </li>
          ))}
        </ol>
      </div>
      <p className={styles.hint}>{text.walkHint}</p>
    </div>
  )
}

function cut(column: LineageColumn): LineageColumn {
  const first = column.nodes.filter(({ isHere }) => isHere)
  const others = column.nodes.filter(({ isHere }) => !isHere)
  return { ...column, nodes: [...first, ...others].slice(0, mostShown) }
}

function More({ column, isCut, onOpen }: { column: LineageColumn; isCut: boolean; onOpen: () => void }) {
  const text = useText().passports
  const { number } = useFormat()
  const rest = number(column.count - column.nodes.length)
  return isCut ? (
    <Button size="small" icon="plus" onClick={onOpen}>
      {text.showMore(rest)}
    </Button>
  ) : (
    <span>{text.andMore(rest)}</span>
  )
}

interface NodeProps {
  readonly node: LineageNode
  readonly isWalked: boolean
  onLook(key: string | undefined): void
}

function Node({ node: { key, kind, title, note, tone, to, isHere }, isWalked, onLook }: NodeProps) {
  const text = useText().passports
  return (
    <Link
      to={to as string}
      className={styles.node}
      data-node={key}
      data-tone={tone}
      data-walked={isWalked || undefined}
      aria-current={isHere ? 'page' : undefined}
      style={{ minHeight: nodeHeight }}
      title={title}
      onMouseEnter={() => onLook(key)}
      onMouseLeave={() => onLook(undefined)}
      onFocus={() => onLook(key)}
      onBlur={() => onLook(undefined)}
    >
      <span className={styles.kind}>
        <Icon name={icons[kind]} size={14} />
        {text.kind[kind]}
      </span>
      <strong>{title}</strong>
      {note !== undefined && <span className={styles.note}>{note}</span>}
    </Link>
  )
}
