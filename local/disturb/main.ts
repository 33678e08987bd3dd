// Lets something befall the simulated line of a running `npm start`, to see what the camera's monitors make of it.
import { connect } from 'node:net'
import { parseArgs } from 'node:util'

const help = `Lets something befall the simulated line, by an RTSP request SET_PARAMETER to its camera.

  node local/disturb/main.ts WHAT … [--over SECONDS] [--for SECONDS] [--port N]

  lamp         the lamp fades and flickers
  lens         the lens gets dirty
  turn         the camera turns
  covered      a cloth falls before the lens
  black, frozen, overexposed
  bottles      a bottle that no model has seen
  empty        no bottles come
  night        the lights of the night shift
  well         all of it ends

  --over S     it grows over S seconds (0: at once)
  --for S      it ends after S seconds (it stays)
  --port N     of the simulated camera (7074)
  --json TEXT  anything else that local/line/disturbances.ts takes`

const hours = (share: number) => Array.from({ length: 24 }, () => share)
const wholeDay: Readonly<Record<string, object>> = { empty: { load: hours(0) }, night: { light: hours(0.7), noise: 1.5 }, well: {} }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    over: { type: 'string', default: '0' },
    for: { type: 'string' },
    port: { type: 'string', default: '7074' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help || (positionals.length === 0 && values.json === undefined)) {
  console.log(help)
} else {
  const spell = { overSeconds: Number(values.over), ...(values.for !== undefined && { untilSeconds: Number(values.for) }) }
  const asked = positionals.map((what) => wholeDay[what] ?? { [what]: spell })
  const answer = await setParameter(Number(values.port), values.json ?? JSON.stringify(Object.assign({}, ...asked)))
  const isDone = answer.startsWith('RTSP/1.0 200')
  console.log(isDone ? 'Done.' : answer.slice(answer.indexOf('\r\n\r\n') + 4))
  process.exitCode = isDone ? 0 : 1
}

/** The whole answer of the camera. */
function setParameter(port: number, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', reject)
    socket.once('data', (bytes) => {
      socket.end()
      resolve(bytes.toString('utf8'))
    })
    const head = [`SET_PARAMETER rtsp://127.0.0.1:${port}/line RTSP/1.0`, 'CSeq: 1', `Content-Length: ${Buffer.byteLength(body)}`]
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  })
}
