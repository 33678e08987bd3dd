import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { parse } from 'yaml'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Record<string, unknown>
}
interface Job {
  readonly permissions?: Record<string, string>
  readonly 'timeout-minutes'?: number
  readonly environment?: string
  readonly needs?: string
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly permissions: Record<string, string>
  readonly jobs: Record<string, Job>
}

const files = globSync('.github/workflows/*.yml')
const workflows = files.map((file) => ({ file, text: readFileSync(file, 'utf8'), workflow: parse(readFileSync(file, 'utf8')) as Workflow }))
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ place: `${file} ${name}`, job })),
)
const devOps = globSync('infra/pipelines/*.yml').map((file) => ({ file, text: readFileSync(file, 'utf8') }))
const scripts = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)

describe('the pipelines', () => {
  it('pin every action by the hash of a commit, and say which version that is', () => {
    for (const { file, text } of workflows)
      for (const [line, target] of text.matchAll(/uses: (.*)$/gm))
        assert.match(target!, /^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d/, `${file}: ${line}`)
  })

  it('may do no more than they need, end by themselves, and keep no credentials in the checkout', () => {
    assert.ok(jobs.length > 4)
    for (const { file, workflow } of workflows) assert.deepEqual(workflow.permissions, { contents: 'read' }, file)
    for (const { place, job } of jobs) {
      assert.ok(job['timeout-minutes'] !== undefined, place)
      for (const [name, right] of Object.entries(job.permissions ?? {}))
        assert.ok(right === 'read' || ['id-token', 'attestations'].includes(name), `${place}: ${name}`)
      for (const step of job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout')))
        assert.equal(step.with?.['persist-credentials'], false, place)
    }
  })

  it('sign in to Azure by federation, and have no secret', () => {
    for (const { file, text } of workflows) assert.doesNotMatch(text, /secrets\./, file)
    for (const { place, job } of jobs) {
      const login = job.steps.find(({ uses }) => uses?.startsWith('azure/login'))
      if (login === undefined) continue
      assert.equal(job.permissions?.['id-token'], 'write', place)
      assert.ok(job.environment !== undefined, `${place}: who may sign in hangs on the environment`)
      assert.deepEqual(Object.keys(login.with ?? {}), ['client-id', 'tenant-id', 'subscription-id'])
    }
  })

  it('run nothing of what people write into titles or branches', () => {
    for (const { place, job } of jobs)
      for (const { run = '' } of job.steps) assert.doesNotMatch(run, /\$\{\{\s*(github\.(event|head_ref|ref_name)|inputs\.)/, place)
  })

  it('name programs and files of this repository that are there', () => {
    const all = [...workflows, ...devOps].map(({ text }) => text).join('\n')
    for (const [, script] of all.matchAll(/npm run ([\w:]+)/g)) assert.ok(scripts.includes(script!), script)
    for (const [path] of all.matchAll(/\b(infra|edge|training|tools)\/[\w/.-]*\.(bicep|bicepparam|sh|ts)\b|\b(edge|training)\/Dockerfile/g))
      assert.ok(existsSync(path), path)
  })

  it('deploy what was built once, first to the trial, and compile and preview the templates before', () => {
    const { workflow } = workflows.find(({ file }) => file.endsWith('deploy.yml'))!
    assert.equal(workflow.jobs['trial']?.needs, 'build')
    assert.equal(workflow.jobs['production']?.needs, 'trial')
    for (const name of ['trial', 'production']) {
      const runs = workflow.jobs[name]!.steps.map(({ run = '' }) => run)
      const place = (what: string) => runs.findIndex((run) => run.includes(what))
      assert.ok(
        place('az bicep build') < place('what-if') && place('what-if') < place('sub create') && place('sub create') < place('config-zip'),
      )
      assert.ok(!runs.some((run) => /npm (run|ci|install)/.test(run)))
      assert.ok(place('gh attestation verify app.zip') >= 0 && place('gh attestation verify app.zip') < place('config-zip'))
    }
  })

  it('make the package once, with where it came from and what is in it, and Azure builds nothing', () => {
    const { workflow, text } = workflows.find(({ file }) => file.endsWith('deploy.yml'))!
    const steps = workflow.jobs['build']!.steps
    assert.equal(steps.filter(({ run }) => run === 'npm run package').length, 1)
    const attests = (action: string) => steps.find(({ uses }) => uses?.startsWith(`actions/${action}@`))?.with
    assert.deepEqual(attests('attest-build-provenance'), { 'subject-path': 'dist/app.zip' })
    assert.deepEqual(attests('attest-sbom'), { 'subject-path': 'dist/app.zip', 'sbom-path': 'dist/app.sbom.json' })
    const other = readFileSync('infra/pipelines/azure-pipelines.yml', 'utf8')
    assert.equal(other.split('npm run package').length, 2)
    assert.ok(other.indexOf('sha256sum --check') < other.indexOf('config-zip'))
    for (const pipeline of [text, other]) assert.match(pipeline, /config-zip .*--build-remote false/)
    const azd = parse(readFileSync('azure.yaml', 'utf8'))
    assert.deepEqual(azd.services.app, { project: 'dist/app', language: 'js', host: 'function', remoteBuild: false })
    assert.match(azd.hooks.prepackage.posix.run, /npm run package$/)
  })

  it('set every variable that the parameters read, so that a deployment takes back nothing that another one set', () => {
    const read = [...readFileSync('infra/main.bicepparam', 'utf8').matchAll(/readEnvironmentVariable\('(\w+)'/g)].map(([, name]) => name!)
    const deploy = workflows.find(({ file }) => file.endsWith('deploy.yml'))!.text
    assert.ok(read.length > 8)
    for (const name of read)
      assert.ok(deploy.includes(`${name}: \${{ vars.${name} }}`) || deploy.includes(`"${name}=$(infra/hooks/find-trainer.sh`), name)
  })

  it('find nothing in the parameters that an empty variable would break', () => {
    const text = readFileSync('infra/main.bicepparam', 'utf8')
    // GitHub sets a variable that nobody gave, to nothing; a default other than nothing would not be taken then.
    for (const [line, fallback] of text.matchAll(/readEnvironmentVariable\('\w+', (.*?)\)/g)) assert.equal(fallback, "''", line)
  })

  it('exist for Azure DevOps as for GitHub, and tell Event Grid of the functions once they are there', () => {
    assert.deepEqual(devOps.map(({ file }) => file.split('/').pop()).sort(), ['azure-pipelines.yml', 'edge-images.yml', 'model.yml'])
    for (const { file, text } of [...workflows, ...devOps]) {
      if (!text.includes('config-zip')) continue
      assert.ok(text.indexOf('config-zip') < text.indexOf('tell-of-runs.sh'), file)
      assert.ok(text.indexOf('find-trainer.sh') < text.indexOf('what-if'), file)
    }
    for (const { text } of devOps) assert.doesNotThrow(() => parse(text))
  })
})
