import { Legend, plotColour } from '../../plots/legend.tsx'
import plot from '../../plots/plot.module.css'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import styles from './calibration-plot.module.css'

export interface CalibrationPlotProps {
  readonly title: string
  readonly sides: readonly CalibrationSide[]
  /** What a dot says when it is pointed at; what is counted differs. */
  readonly dot?: (name: string, sure: string, right: string, count: number) => string
}

export interface CalibrationSide {
  readonly name: string
  readonly bins: readonly { readonly count: number; readonly right: number; readonly confidence: number }[]
}

const size = 240
const [left, top] = [44, 8]

/**
 * How often a model is right, over how sure it is. On the diagonal its confidence can be taken at its word; below it, it is
 * surer than it should be. Larger dots rest on more detections.
 */
export function CalibrationPlot({ title, sides, dot }: CalibrationPlotProps) {
  const text = useText().evaluations
  const say = dot ?? text.calibrationDot
  const { percent } = useFormat()
  const [x, y] = [(share: number) => left + share * size, (share: number) => top + (1 - share) * size]
  const most = Math.max(1, ...sides.flatMap(({ bins }) => bins.map(({ count }) => count)))
  const ticks = [0, 0.5, 1]
  const points = sides.map(({ bins }) =>
    bins.filter(({ count }) => count > 0).map(({ count, right, confidence }) => ({ x: confidence, y: right / count, count })),
  )
  const words = sides.map(({ name }, side) => {
    const said = points[side]!.map((one) => text.calibrationPoint(percent(one.x), percent(one.y)))
    return `${name}: ${said.join(', ')}`
  })
  return (
    <figure className={`${plot.plot} ${styles.figure}`}>
      <Legend parts={sides.map(({ name }) => name)} />
      <svg viewBox={`0 0 ${left + size + 22} ${top + size + 44}`} role="img" aria-label={`${title}. ${words.join('. ')}`}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} />
            <line className={styles.grid} x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
            <text x={x(tick)} y={y(0) + 16} textAnchor="middle">
              {percent(tick)}
            </text>
            <text x={left - 6} y={y(tick) + 4} textAnchor="end">
              {percent(tick)}
            </text>
          </g>
        ))}
        <line className={styles.ideal} x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <text x={x(0.5)} y={y(0) + 36} textAnchor="middle">
          {text.confidence}
        </text>
        {points.map((line, side) => (
          <g key={sides[side]!.name} style={{ color: plotColour(side) }}>
            <polyline className={styles.line} points={line.map((one) => `${x(one.x)},${y(one.y)}`).join(' ')} />
            {line.map((one) => (
              <circle
                key={one.x}
                className={side === 0 ? styles.dot : styles.ring}
                cx={x(one.x)}
                cy={y(one.y)}
                r={3 + 5 * Math.sqrt(one.count / most)}
              >
                <title>{say(sides[side]!.name, percent(one.x), percent(one.y), one.count)}</title>
              </circle>
            ))}
          </g>
        ))}
      </svg>
    </figure>
  )
}
