import type { Answer } from '../../api/call.ts'
import type { EvaluationSearch } from './evaluation-search.ts'

export type Evaluation = Answer<'getEvaluation'>
export type ModelFigures = Evaluation['test']['candidate']
export type ClassFigures = ModelFigures['perClass'][string]

/** What every part of the screen gets. */
export interface PartProps {
  readonly evaluation: Evaluation
  readonly search: EvaluationSearch
  readonly onSearch: (change: EvaluationSearch) => void
}
