import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobBody, startWorkspace, useStorage } from './start-workspace.ts'

const storage = useStorage()

test('a program that eats memory is ended with that reason, and the next job runs', async (t) => {
  const workspace = await startWorkspace(t, storage, { memoryBytes: 300e6 })
  const script = 'const all = []; setInterval(() => all.push(Buffer.alloc(20e6, 1)), 5)'
  await workspace.call('PUT', '/jobs/eats', jobBody('eats', `node-here -e "${script}"`))
  await workspace.call('PUT', '/jobs/after', jobBody('after', 'node-here --version'))
  const { properties } = await workspace.ended('eats')
  assert.deepEqual([properties.status, properties.properties.errorMessage], ['Failed', 'It took more than 300 MB of memory.'])
  assert.equal((await workspace.ended('after')).properties.status, 'Completed')
})

test('memory of children counts', async (t) => {
  const workspace = await startWorkspace(t, storage, { memoryBytes: 400e6 })
  const child = 'const all = Buffer.alloc(150e6, 1); setInterval(() => all.at(-1), 1000)'
  const script = `for (let i = 0; i < 3; i++) require('child_process').spawn(process.execPath, ['-e', process.argv[1]]); setInterval(() => {}, 1000)`
  const inputs = { child: { jobInputType: 'literal', value: child } }
  await workspace.call('PUT', '/jobs/family', jobBody('family', `node-here -e "${script}" \${{inputs.child}}`, { inputs }))
  assert.equal((await workspace.ended('family')).properties.properties.errorMessage, 'It took more than 400 MB of memory.')
})

test('a program that never ends is cancelled at its limit, and what it wrote until then is there', async (t) => {
  const workspace = await startWorkspace(t, storage)
  const body = jobBody('endless', `node-here -e "console.log('begun'); setInterval(() => {}, 1000)"`, { limits: { timeout: 'PT1S' } })
  await workspace.call('PUT', '/jobs/endless', body)
  const { properties } = await workspace.ended('endless')
  assert.deepEqual([properties.status, properties.properties.errorMessage], ['Canceled', 'It took longer than its limit of 1 s.'])
  assert.equal(await storage.read('runs/endless/log.txt'), 'begun\n')
})

test('a program that writes without end is ended', async (t) => {
  const workspace = await startWorkspace(t, storage, { outputBytes: 5e6 })
  const script = `let n = 0; setInterval(() => require('fs').writeFileSync(process.argv[1] + '/' + n++, Buffer.alloc(1e6)), 5)`
  await workspace.call('PUT', '/jobs/writes', jobBody('writes', `node-here -e "${script}" \${{outputs.model}}`))
  const { properties } = await workspace.ended('writes')
  assert.deepEqual([properties.status, properties.properties.errorMessage], ['Failed', 'It wrote more than 5 MB.'])
})

test('a program that prints without end keeps a log of eight megabytes', async (t) => {
  const workspace = await startWorkspace(t, storage)
  const script = `const line = 'x'.repeat(99999); for (let i = 0; i < 120; i++) console.log(line)`
  await workspace.call('PUT', '/jobs/prints', jobBody('prints', `node-here -e "${script}"`))
  assert.equal((await workspace.ended('prints')).properties.status, 'Completed')
  const log = await storage.read('runs/prints/log.txt')
  assert.match(log.slice(8 * 1024 * 1024), /^\nThe log ends here/)
})

test('links that a program makes lead nowhere', async (t) => {
  const workspace = await startWorkspace(t, storage)
  const script = `require('fs').symlinkSync('/etc/hostname', process.argv[1] + '/link'); require('fs').symlinkSync('/etc', process.argv[1] + '/folder')`
  await workspace.call('PUT', '/jobs/links', jobBody('links', `node-here -e "${script}" \${{outputs.model}}`))
  assert.equal((await workspace.ended('links')).properties.status, 'Completed')
  assert.deepEqual(await storage.list('runs/links/'), ['runs/links/log.txt'])
})
