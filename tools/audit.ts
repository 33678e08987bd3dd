// npm run audit [-- COMMIT]: what the registry knows against the packages of the lockfile: advisories, signatures, and how old those are that COMMIT
// (HEAD) did not have yet. A registry without such an endpoint is said to have none: that is no good news.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type Lockfile, nameOf } from './package/select-packages.ts'

/** Versions that are taken back, are so within their first days. */
const leastAgeDays = 7
const dayMs = 24 * 3600_000
const [base = 'HEAD'] = process.argv.slice(2)

const npm = (...args: string[]) => spawnSync('npm', args, { encoding: 'utf8', maxBuffer: 64e6, shell: process.platform === 'win32' })

checkAdvisories()
checkSignatures()
checkAges()

function checkAdvisories(): void {
  const { stdout } = npm('audit', '--json', '--omit=dev', '--audit-level=high')
  const { metadata } = JSON.parse(stdout || '{}') as { metadata?: { vulnerabilities: { high?: number; critical?: number } } }
  const { high = 0, critical = 0 } = metadata?.vulnerabilities ?? {}
  if (metadata === undefined) console.log('advisories: skipped: no audit endpoint')
  else report('advisories', high + critical === 0, `${high} high, ${critical} critical`)
}

function checkSignatures(): void {
  const { status, stdout, stderr } = npm('audit', 'signatures')
  const said = stdout + stderr
  if (status !== 0 && !/invalid|missing/.test(said)) console.log('signatures: skipped: no audit endpoint')
  else report('signatures', status === 0, said.trim().split('\n').at(-1) ?? '')
}

/** Only of what is new: whoever takes a package in waits, and the rest is older by itself. */
function checkAges(): void {
  const { status, stdout } = spawnSync('git', ['show', `${base}:package-lock.json`], { encoding: 'utf8', maxBuffer: 64e6 })
  if (status !== 0) throw new Error(`git knows no ${base}:package-lock.json.`)
  const known = versionsOf(JSON.parse(stdout))
  const added = [...versionsOf(JSON.parse(readFileSync('package-lock.json', 'utf8')))].filter((each) => !known.has(each))
  const young: string[] = []
  for (const each of added) {
    const at = each.lastIndexOf('@')
    const times = JSON.parse(npm('view', each.slice(0, at), 'time', '--json').stdout || '{}') as Record<string, string>
    const published = times[each.slice(at + 1)]
    if (published === undefined) console.log(`age of ${each}: skipped: the registry does not say`)
    else if (Date.now() - Date.parse(published) < leastAgeDays * dayMs) young.push(`${each} of ${published}`)
  }
  report(
    'ages',
    young.length === 0,
    young.length === 0 ? `${added.length} new packages since ${base}` : `younger than a week: ${young.join(', ')}`,
  )
}

function versionsOf({ packages }: Lockfile): Set<string> {
  const real = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
  return new Set(real.map(([path, { version }]) => `${nameOf(path)}@${version}`))
}

function report(what: string, isGood: boolean, detail: string): void {
  console.log(`${what}: ${isGood ? 'good' : 'BAD'}: ${detail}`)
  if (!isGood) process.exitCode = 1
}
