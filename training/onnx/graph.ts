import { type Attribute, type Constant, type Node, type ValueType, writeModel } from './write-model.ts'

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>
  readonly domain?: string
  /** Name of the output; made up where none is given. */
  readonly as?: string
}

/** A graph under construction. Every method answers with the name of the value that it adds. */
export interface Graph {
  add(operator: string, inputs: readonly string[], options?: NodeOptions): string
  /** A node with several outputs. */
  addSplit(input: string, sizes: readonly number[], axis: number): string[]
  constant(dims: readonly number[], data: Constant['data']): string
  scalar(value: number): string
  /** A vector of int64, which is what shapes, axes and paddings are given as. */
  integers(values: readonly number[]): string
  write(inputs: readonly ValueType[], outputs: readonly ValueType[]): Uint8Array
}

export function createGraph(): Graph {
  const nodes: Node[] = []
  const constants: Record<string, Constant> = {}
  let values = 0

  const graph: Graph = {
    add(operator, inputs, { attributes, domain, as = `v${values++}` } = {}) {
      nodes.push({ operator, inputs, outputs: [as], ...(attributes && { attributes }), ...(domain && { domain }) })
      return as
    },
    addSplit(input, sizes, axis) {
      const outputs = sizes.map(() => `v${values++}`)
      nodes.push({ operator: 'Split', inputs: [input, graph.integers(sizes)], outputs, attributes: { axis } })
      return outputs
    },
    constant(dims, data) {
      const name = `c${values++}`
      constants[name] = { dims, data }
      return name
    },
    scalar: (value) => graph.constant([], Float32Array.of(value)),
    integers: (list) => graph.constant([list.length], BigInt64Array.from(list, BigInt)),
    write: (inputs, outputs) => writeModel({ inputs, outputs, nodes, constants }),
  }
  return graph
}
