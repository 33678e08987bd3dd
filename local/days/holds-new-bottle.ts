import { loadAt, shareOf } from '../line/disturbances.ts'
import { canvas, housingRight } from '../line/layout.ts'
import { bottlesAt } from '../line/schedule.ts'
import { daySeconds, hourSeconds, type Plant } from './plant.ts'

/** Whether a bottle of the new colour stands in the picture, by the drawing's own schedule. */
export function holdsNewBottle(plant: Plant, seconds: number): boolean {
  const disturbances = plant.at(seconds, 'bottles')
  const filling = {
    loadAt: (at: number) => loadAt(disturbances, (at % daySeconds) / hourSeconds),
    isNewAt: (at: number) => shareOf(disturbances.bottles, at) > 0,
  }
  return bottlesAt(plant.seed, seconds, filling).some(({ isNew, x }) => isNew === true && x > housingRight && x < canvas.width)
}
