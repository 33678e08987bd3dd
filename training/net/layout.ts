/** Channels of the parts of the net, from the finest grid to the coarsest and back. */
export interface Channels {
  readonly patch: number
  readonly skip: number
  readonly middle: number
  readonly deep: number
  readonly neck: number
}

/** 230,000 weights with two labels: more did not find more on real footage, half as many found less. */
export const defaultChannels: Channels = { patch: 32, skip: 48, middle: 64, deep: 96, neck: 48 }

/** Side of the square of pixels that becomes one cell of the first layer. Whole pixels would cost a third of the training time. */
export const patchPixels = 4

/** Pixels of the input per cell of the output, in both directions. */
export const strideOfOutput = 8

export interface Layer {
  readonly name: LayerName
  readonly kernel: 1 | 3
  readonly stride: 1 | 2
  /** Cells from one place in the kernel to the next: 2 looks twice as far at the same cost. */
  readonly dilation: 1 | 2
  readonly inputs: number
  readonly outputs: number
  /** Where its weights [outputs, inputs, kernel, kernel] start in the flat vector of parameters; its biases follow them. */
  readonly offset: number
  readonly weights: number
}

export type LayerName = 'patch' | 'down8' | 'skip' | 'down16' | 'deep1' | 'deep2' | 'top' | 'side' | 'neck' | 'head'

/** Everything that fixes the shape of a net. All its parameters lie in one flat vector, in the order of `layers`. */
export interface Layout {
  readonly labels: readonly string[]
  /** Input in pixels, multiples of 16. */
  readonly width: number
  readonly height: number
  readonly layers: Readonly<Record<LayerName, Layer>>
  readonly parameters: number
}

/**
 * The reference net: patches of 4 × 4 pixels → stride 8 → stride 16 → back to stride 8 with a skip connection → scores and boxes.
 *
 * No normalisation layers: at this depth He's initial weights train without, and each step is a fifth faster.
 */
export function createLayout(labels: readonly string[], width: number, height: number, channels: Channels = defaultChannels): Layout {
  const { patch, skip, middle, deep, neck } = channels
  const plan: readonly [LayerName, kernel: 1 | 3, stride: 1 | 2, inputs: number, outputs: number, wide?: 2][] = [
    ['patch', 1, 1, patchPixels * patchPixels * 3, patch],
    ['down8', 3, 2, patch, skip],
    ['skip', 3, 1, skip, skip],
    ['down16', 3, 2, skip, middle],
    ['deep1', 3, 1, middle, deep],
    // Looks far around: a large thing is told from its parts by what is next to it. Without, a long sleeve was a second hand.
    ['deep2', 3, 1, deep, deep, 2],
    ['top', 1, 1, deep, neck],
    ['side', 1, 1, skip, neck],
    ['neck', 3, 1, neck, neck],
    ['head', 1, 1, neck, labels.length + 4],
  ]
  let offset = 0
  const layers = plan.map(([name, kernel, stride, inputs, outputs, wide]): [LayerName, Layer] => {
    const weights = outputs * inputs * kernel * kernel
    const dilation = wide ?? 1
    const layer: Layer = { name, kernel, stride, dilation, inputs, outputs, offset, weights }
    offset += weights + outputs
    return [name, layer]
  })
  return { labels, width, height, layers: Object.fromEntries(layers) as Record<LayerName, Layer>, parameters: offset }
}

export interface Grid {
  readonly width: number
  readonly height: number
}

/** Size of a layer's grid, where one cell covers `stride` pixels. */
export function gridOf({ width, height }: { width: number; height: number }, stride: number): Grid {
  return { width: width / stride, height: height / stride }
}
