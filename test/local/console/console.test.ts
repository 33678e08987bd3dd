import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { findTakenPort, planPorts } from '../../../local/console/ports.ts'
import { freePort, startConsole } from './console-process.ts'

test('one command watches a line, wakes a person, keeps the verdict for the next start, and leaves nothing behind', async () => {
  const data = mkdtempSync(join(tmpdir(), 'factory-'))
  const port = await freePort()
  const api = `http://127.0.0.1:${port}/api`
  const asEngineer = { authorization: 'Bearer site-engineer', 'content-type': 'application/json' }
  const flags = ['--data', data, '--port', String(port), '--seed', '3']
  const console = startConsole(flags)
  let second: ReturnType<typeof startConsole> | undefined
  try {
    assert.match(await console.line(/LOCAL MODE/), /without passwords/)
    const id = /critical, ([0-9a-f]{8})/.exec(await console.line(/incident opened: hand-in-guarded-zone/))![1]!
    await console.line(/SMS to \+12025550143: CRITICAL/)
    await console.line(/e-mail to on-call@example\.com: \[CRITICAL\]/)

    const { items } = await (await fetch(`${api}/incidents?severity=critical`, { headers: asEngineer })).json()
    const incident = items.find((one: { id: string }) => one.id.startsWith(id))
    assert.equal(incident.label, 'hand')
    const verdict = { method: 'POST', headers: asEngineer, body: JSON.stringify({ verdict: 'confirmed' }) }
    assert.equal((await fetch(`${api}/incidents/${incident.id}/verdicts`, verdict)).status, 200)
    await console.line(/verdict confirmed: hand-in-guarded-zone/)

    // The module runs because a standing deployment says so: its image holds the model and came from the registry.
    await console.line(/edge-1 pulls 127\.0\.0\.1:\d+\/sightloop\/plants\/plant-1@/)
    const asAuditor = { headers: { authorization: 'Bearer safety-auditor' } }
    const passport = await (await fetch(`${api}/devices/edge-1/passport`, asAuditor)).json()
    assert.equal(passport.actual.model.name, 'line-starter')
    assert.equal(passport.actual.image, passport.desired.image)
    const releases = async () => (await (await fetch(`${api}/releases`, asAuditor)).json()).items.length
    assert.equal(await releases(), 1)

    // What people change stays theirs at the next start.
    const cameraPath = `${api}/sites/plant-1/cameras/line-3`
    const asOwner = { ...asEngineer, authorization: 'Bearer iot-engineer' }
    const cameras = async () => (await (await fetch(`${api}/sites/plant-1/cameras`, { headers: asOwner })).json()).items
    const [{ id: _, site: __, ...camera }] = await cameras()
    const slower = JSON.stringify({ ...camera, settings: { ...camera.settings, framesPerSecond: 8 } })
    assert.equal((await fetch(cameraPath, { method: 'PUT', headers: asOwner, body: slower })).status, 200)

    for (const address of addressesOfThisMachine()) {
      for (const one of Object.values(planPorts(port))) await assert.rejects(reach(one, address), { code: 'ECONNREFUSED' })
    }
    const rival = startConsole(['--data', data, '--port', String(await freePort())])
    assert.equal(await rival.exited, 1)
    assert.match(rival.lines.join(), new RegExp(`Another console \\(process ${console.child.pid}\\) runs on`))

    console.child.kill('SIGINT')
    assert.equal(await console.exited, 0)
    assert.equal(await findTakenPort(planPorts(port)), undefined)
    const logs = readdirSync(join(data, 'logs')).map((name) => readFileSync(join(data, 'logs', name), 'utf8'))
    assert.doesNotMatch(logs.join(), /SharedAccessKey=[A-Za-z0-9+/]|accesskey=[A-Za-z0-9+/]|AccountKey=|[?&]sig=/)
    // Nor whom it told: that stands in the roster and nowhere else.
    assert.doesNotMatch(logs.join(), /12025550143|on-call@example\.com|client-principal/)

    second = startConsole([...flags, '--night'])
    await second.line(/goes on where it was/)
    await second.line(/the edge module is up/)
    const kept = await (await fetch(`${api}/incidents/${incident.id}`, { headers: asEngineer })).json()
    assert.equal(kept.incident.verdict, 'confirmed')
    assert.deepEqual(
      (await cameras()).map((one: { id: string; settings: { framesPerSecond: number } }) => [one.id, one.settings.framesPerSecond]),
      [['line-3', 8]],
    )

    assert.equal(await releases(), 1)
    await second.line(/nightly-plant-1-\S+: looking what is new/)
    await second.line(/nightly-plant-1-\S+ is complete: /)

    // Killed without a chance to tidy up: each service must notice by itself. Its end of a connection goes with it.
    const lines = Object.values(planPorts(port)).map((one) => connect(one, '127.0.0.1').on('error', () => {}))
    await Promise.all(lines.map((one) => once(one, 'connect')))
    // Closed or cut: `once` from node:events would call the second an error.
    const gone = Promise.all(lines.map((one) => new Promise((resolve) => one.resume().once('close', resolve))))
    second.child.kill('SIGKILL')
    await gone
  } finally {
    for (const one of [console, second]) if (one?.child.exitCode === null) one.child.kill('SIGKILL')
    rmSync(data, { recursive: true, maxRetries: 5, retryDelay: 200 })
  }
})

/** The addresses under which others would reach this machine. */
function addressesOfThisMachine(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter((one) => !one.internal && one.family === 'IPv4').map((one) => one.address),
  )
}

function reach(port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, address, () => resolve(void socket.destroy())).once('error', reject)
  })
}
