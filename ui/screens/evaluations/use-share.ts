import { useMemo } from 'react'
import { useLanguage } from '../../text/text.ts'

/** Figures of models, in which a tenth of a percent point counts. */
export function useShare() {
  const { language, text } = useLanguage()
  const { points } = text.evaluations
  return useMemo(() => {
    const share = new Intl.NumberFormat(language, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
    const change = new Intl.NumberFormat(language, { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 })
    const plain = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
    return {
      /** 91.4% of 0.914 */
      share: (value: number) => share.format(value),
      /** +2.1 points of 0.021 */
      points: (value: number) => points(change.format(value * 100)),
      /** 2.1 points of 0.021, where it is no change. */
      span: (value: number) => points(plain.format(value * 100)),
      /** 0.25 */
      decimal: (value: number) => decimal.format(value),
    }
  }, [language, points])
}
