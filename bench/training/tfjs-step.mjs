// node tfjs-step.mjs PACKAGES STEP.json cpu|wasm RUNS: the training step of the reference net written with TensorFlow.js.
// Prints {"msPerSample", "gradient"}, the gradient as base64 of float32 in the order of our parameters. Plain JavaScript, because its
// packages (and their types) are installed for this comparison alone.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const [packages, stepFile, backend, runs] = process.argv.slice(2)
const require = createRequire(join(packages, 'package.json'))
const tf = require('@tensorflow/tfjs-core')
// For the gradients that it registers with the core.
require('@tensorflow/tfjs-layers')
require('@tensorflow/tfjs-backend-cpu')
if (backend === 'wasm') openWasm()
await tf.setBackend(backend)
await tf.ready()

const { layers, labels, batch, boxBeta, shapes, arrays } = JSON.parse(readFileSync(stepFile, 'utf8'))
const floats = (name) => new Float32Array(Uint8Array.from(Buffer.from(arrays[name], 'base64')).buffer)
// TensorFlow.js wants the channels last.
const channelsLast = (name, shape) => tf.transpose(tf.tensor(floats(name), shape), [0, 2, 3, 1])
const inputs = {
  patches: channelsLast('patches', shapes.patches),
  heat: channelsLast('heat', shapes.heat),
  heatWeight: channelsLast('heatWeight', shapes.heat),
  box: channelsLast('box', shapes.box),
  boxWeight: channelsLast('boxWeight', shapes.boxWeight),
}
const parameters = floats('parameters')
const variables = Object.fromEntries(layers.map((layer) => [layer.name, variablesOf(layer)]))

const first = gradients()
const gradient = Buffer.from(toFlat(first.grads).buffer).toString('base64')
const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-7)
const times = []
for (let run = 0; run < Number(runs); run++) {
  const startedAt = performance.now()
  tf.tidy(() => optimizer.applyGradients(gradients().grads))
  variables.head.biases.dataSync()
  times.push(performance.now() - startedAt)
}
console.log(JSON.stringify({ msPerSample: Math.min(...times) / batch, gradient }))

function variablesOf({ name, kernel, inputs: from, outputs, offset, weights }) {
  const of = tf.transpose(tf.tensor(parameters.slice(offset, offset + weights), [outputs, from, kernel, kernel]), [2, 3, 1, 0])
  return {
    weights: tf.variable(of, true, `${name}-weights`),
    biases: tf.variable(tf.tensor1d(parameters.slice(offset + weights, offset + weights + outputs)), true, `${name}-biases`),
  }
}

function gradients() {
  return tf.variableGrads(() => {
    const head = forward(inputs.patches)
    const [logits, boxes] = tf.split(head, [labels, 4], 3)
    return tf.add(heatLoss(logits), boxLoss(boxes))
  })
}

function forward(patches) {
  const layer = Object.fromEntries(layers.map((each) => [each.name, each]))
  const apply = (name, value) => convolve(layer[name], value)
  const relu = (name, value) => tf.relu(apply(name, value))
  const skip = relu('skip', relu('down8', relu('patch', patches)))
  const deep = relu('deep2', relu('deep1', relu('down16', skip)))
  return apply('head', relu('neck', tf.relu(tf.add(double(apply('top', deep)), apply('side', skip)))))
}

function convolve({ name, kernel, stride, dilation }, value) {
  const { weights, biases } = variables[name]
  const plain = (each) => tf.conv2d(each, weights, stride, kernel === 3 ? 1 : 0, 'NHWC')
  return tf.add(dilation === 1 ? plain(value) : joined(plain(parted(value))), biases)
}

/** The four pictures of every second row and column: its gradients know no dilation, and this comes to the same. */
function parted(value) {
  const [n, h, w, c] = value.shape
  return tf.reshape(tf.transpose(tf.reshape(value, [n, h / 2, 2, w / 2, 2, c]), [2, 4, 0, 1, 3, 5]), [4 * n, h / 2, w / 2, c])
}

function joined(value) {
  const [n4, h, w, c] = value.shape
  const n = n4 / 4
  return tf.reshape(tf.transpose(tf.reshape(value, [2, 2, n, h, w, c]), [2, 3, 0, 4, 1, 5]), [n, 2 * h, 2 * w, c])
}

/** Each cell becomes 2 × 2 cells of the same value. */
function double(value) {
  const [n, h, w, c] = value.shape
  const wide = tf.reshape(tf.concat([value, value], 3), [n, h, 2 * w * c])
  return tf.reshape(tf.concat([wide, wide], 2), [n, 2 * h, 2 * w, c])
}

function heatLoss(logits) {
  const score = tf.sigmoid(logits)
  const rest = tf.sub(1, score)
  const softplus = tf.softplus(logits)
  const isCentre = tf.floor(inputs.heat)
  const centre = tf.mul(tf.square(rest), tf.sub(softplus, logits))
  const empty = tf.mul(tf.pow(tf.sub(1, inputs.heat), 4), tf.mul(tf.square(score), softplus))
  return tf.sum(tf.mul(tf.add(tf.mul(isCentre, centre), empty), inputs.heatWeight))
}

function boxLoss(boxes) {
  const scaled = tf.abs(tf.div(tf.sub(boxes, inputs.box), boxBeta))
  const clipped = tf.minimum(scaled, 1)
  return tf.sum(tf.mul(tf.mul(tf.mul(clipped, tf.sub(scaled, tf.div(clipped, 2))), boxBeta), inputs.boxWeight))
}

function toFlat(grads) {
  const flat = new Float32Array(parameters.length)
  for (const { name, offset, weights } of layers) {
    flat.set(tf.transpose(grads[`${name}-weights`], [3, 2, 0, 1]).dataSync(), offset)
    flat.set(grads[`${name}-biases`].dataSync(), offset + weights)
  }
  return flat
}

/** The WebAssembly part comes without the gradient of a convolution's weights: one product of matrices for each place in the kernel. */
function openWasm() {
  const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`)
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs: { x, dy }, attrs: { strides, pad, filterShape } }) =>
      tf.tidy(() => {
        const [height, width, from, to] = filterShape
        const stride = Array.isArray(strides) ? strides[0] : strides
        const [, h, w] = dy.shape
        const edges = [0, 0]
        const padded = pad === 0 ? x : tf.pad(x, [edges, [pad, pad], [pad, pad], edges])
        const slope = tf.reshape(dy, [-1, to])
        const places = []
        for (let row = 0; row < height; row++) {
          for (let column = 0; column < width; column++) {
            const end = [x.shape[0], row + (h - 1) * stride + 1, column + (w - 1) * stride + 1, from]
            const part = tf.stridedSlice(padded, [0, row, column, 0], end, [1, stride, stride, 1])
            places.push(tf.matMul(tf.reshape(part, [-1, from]), slope, true, false))
          }
        }
        return tf.reshape(tf.stack(places), filterShape)
      }),
  })
}
