const peakRate = 2e-3

/** Rises for the first 100 steps (a fifth of a shorter training), then falls as a cosine to zero at the last step. */
export function learningRate(step: number, steps: number): number {
  const warmUp = Math.min(100, steps / 5)
  if (step < warmUp) return (peakRate * (step + 1)) / (warmUp + 1)
  const progress = (step - warmUp) / Math.max(1, steps - warmUp)
  return (peakRate * (1 + Math.cos(Math.PI * progress))) / 2
}
