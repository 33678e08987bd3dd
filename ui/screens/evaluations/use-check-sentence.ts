import { useNames } from '../../fleet/use-names.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { Evaluation } from './evaluation.ts'
import { useShare } from './use-share.ts'

export type Check = Evaluation['gate']['checks'][number]

/** What of an evaluation the sentences need; passports do not have its test. */
export type Judged = Pick<Evaluation, 'champion'> & Partial<Pick<Evaluation, 'test'>>

/** So many gaps are named, the largest first. */
const named = 3

/**
 * What one of the gate's checks found, in the reader's language, out of its numbers. Undefined for what these pages cannot say:
 * checks of earlier versions lack what they are about, and have their English sentence.
 */
export function useCheckSentence(): (check: Check, evaluation: Judged) => string | undefined {
  const text = useText().evaluations
  const { says } = text
  const { number } = useFormat()
  const { share, points, span, decimal } = useShare()
  const names = useNames()
  const list = (labels: readonly string[]) => labels.join(', ')

  const gapsOf = ({ bias = [] }: Evaluation['test']) => {
    const gaps = bias.filter(({ verdict }) => verdict === 'gap').toSorted((a, b) => b.gap - a.gap)
    return gaps.slice(0, named).map(({ dimension, group, label, gap }) => {
      const where = dimension === 'camera' ? names.camera(group) : (text.biasGroup[group as keyof typeof text.biasGroup] ?? group)
      return says.gap(label, `${text.biasDimension[dimension]} ${where}`, points(-gap))
    })
  }

  return ({ name, outcome, values, about }, { champion, test }) => {
    const at = (key: string) => values[key] ?? 0
    const has = (key: string) => values[key] !== undefined
    const hasPassed = outcome === 'passed'
    switch (name.replace(/-\d+$/, '')) {
      case 'identity':
        if (hasPassed) return says.rightModels
        if (about === undefined) return undefined
        return has('seen') ? says.partlyRun(list(about), number(at('seen')), number(at('frames'))) : says.otherModel(list(about))
      case 'numbers':
        return hasPassed ? says.allNumbers : says.brokenNumbers(number(at('broken')))
      case 'leak':
        return hasPassed ? says.noLeak : says.leak(number(at('leaked')), number(at('frames')))
      case 'labels':
        return hasPassed ? says.knowsLabels : about && says.missingLabels(list(about))
      case 'samples': {
        if (hasPassed) return says.samples(number(at('objects')), number(at('frames')))
        if (at('scarce') === 0 || at('objects') < at('least')) return says.fewSamples(number(at('objects')), number(at('least')))
        const counts = test && about?.map((label) => says.objectsOf(label, number(test.candidate.perClass[label]?.objects ?? 0)))
        return counts && says.scarceSamples(list(counts), number(at('least')))
      }
      case 'safety': {
        if (about === undefined) return undefined
        const label = list(about)
        if (!has('difference')) return says.noRecallBefore(label)
        const changes = says.recallChanges(label, points(at('difference')), points(at('low')), points(at('high')))
        if (outcome === 'undecided') return says.fewSafety(label, number(at('objects')), number(at('least')))
        if (hasPassed) return changes
        return `${changes} ${at('high') < -at('tolerance') ? says.falls : says.mayFall(span(at('tolerance')))}`
      }
      case 'gain': {
        if (!has('gain')) return champion === undefined ? says.firstModel : says.nothingToCompare
        const [gain, least] = [at('gain'), at('least')]
        const means = says.meanF1(share(at('candidate')), share(at('champion')))
        if (outcome === 'failed') return `${means} ${says.isWorse}`
        if (gain >= least) return means
        return `${means} ${hasPassed ? says.savesAlerts(decimal(at('alertsSavedPerDay'))) : says.isUnclear}`
      }
      case 'incidents': {
        const [confirmed, missed] = [number(at('confirmed')), number(at('missed'))]
        if (at('confirmed') + at('rejected') === 0) return says.noIncidents
        return at('missed') === 0 ? says.missesNone(confirmed) : says.misses(missed, confirmed)
      }
      case 'bias': {
        const few = at('few') === 0 ? [] : [says.fewParts(number(at('few')))]
        if (at('gaps') === 0) return [says.even(span(at('allowed'))), ...few].join(' ')
        if (test === undefined) return undefined
        const more = at('gaps') > named ? [says.moreGaps(number(at('gaps') - named))] : []
        return [...gapsOf(test), ...more, ...few].join(' ')
      }
      default:
        return undefined
    }
  }
}
