import type { ModelCard } from '../domain/model-card.ts'
import type { Placement } from './fit.ts'

type Input = ModelCard['input']

/** The grey that Ultralytics pads with; its models have learned to ignore it. */
const padding = 114

export type PackInput = (rgb: Uint8Array, placement: Placement) => Uint8Array | Float32Array

/**
 * Makes the function that turns a picture of the placement's size (RGB, rows top to bottom) into the model's tensor
 * of one sample. Its result is valid until the next call: the tensor is written into the same memory every time.
 */
export function createPackInput(input: Input): PackInput {
  const values = input.width * input.height * 3
  const tensor = input.type === 'uint8' ? new Uint8Array(values) : new Float32Array(values)
  const tables = [0, 1, 2].map((channel) => lookUpTable(input, channel))
  const channelStride = input.layout === 'nchw' ? input.width * input.height : 1
  const pixelStride = input.layout === 'nchw' ? 1 : 3
  // Bytes in the model's own order and size need no work: the picture is the tensor.
  const isTensor = input.type === 'uint8' && input.layout === 'nhwc'

  return (rgb, placement) => {
    if (isTensor && rgb.length === values) return rgb
    if (rgb.length !== values) for (const [channel, table] of tables.entries()) fillChannel(channel, table[padding] as number)
    let source = 0
    for (let y = 0; y < placement.height; y++) {
      let target = ((placement.top + y) * input.width + placement.left) * pixelStride
      for (let x = 0; x < placement.width; x++) {
        tensor[target] = tables[0]![rgb[source]!]!
        tensor[target + channelStride] = tables[1]![rgb[source + 1]!]!
        tensor[target + 2 * channelStride] = tables[2]![rgb[source + 2]!]!
        source += 3
        target += pixelStride
      }
    }
    return tensor
  }

  function fillChannel(channel: number, value: number): void {
    for (let pixel = 0; pixel < input.width * input.height; pixel++) tensor[channel * channelStride + pixel * pixelStride] = value
  }
}

function lookUpTable(input: Input, channel: number): Float32Array {
  const [mean, scale] = [input.mean[channel] as number, input.scale[channel] as number]
  return Float32Array.from({ length: 256 }, (_, byte) => (input.type === 'uint8' ? byte : (byte - mean) / scale))
}
