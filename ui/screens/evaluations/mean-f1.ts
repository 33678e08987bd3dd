import type { ModelFigures } from './evaluation.ts'

/** Mean F1 over the labels that have objects in the test, as the gate counts it; undefined where none has. */
export function meanF1({ perClass }: Pick<ModelFigures, 'perClass'>): number | undefined {
  const values = Object.values(perClass).filter(({ objects }) => objects > 0)
  return values.length === 0 ? undefined : values.reduce((sum, { f1 }) => sum + f1, 0) / values.length
}
