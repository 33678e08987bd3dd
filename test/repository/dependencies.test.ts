import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { LockedPackage, Lockfile } from '../../tools/package/select-packages.ts'
import { type Decisions, findDependencyProblems, type Manifest } from './find-dependency-problems.ts'

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const decisions = read('test/repository/dependencies.json') as Decisions
const lock = read('package-lock.json') as Lockfile
const manifests: Record<string, Manifest> = Object.fromEntries(Object.keys(decisions.direct).map((file) => [file, read(file)]))
const problems = (changed: Partial<{ lock: Lockfile; manifests: Record<string, Manifest> }> = {}) =>
  findDependencyProblems(changed.lock ?? lock, changed.manifests ?? manifests, decisions)

/** The lockfile with one package more. */
function withPackage(name: string, change: Partial<LockedPackage>): { lock: Lockfile } {
  const plain = { version: '1.0.0', license: 'MIT', integrity: `sha512-${'A'.repeat(86)}==` }
  return { lock: { ...lock, packages: { ...lock.packages, [`node_modules/${name}`]: { ...plain, ...change } } } }
}

describe('dependencies', () => {
  it('are exact, hashed, from the registry, licensed, and each was decided by somebody', () => {
    assert.deepEqual(problems(), [])
    assert.deepEqual(
      Object.keys(manifests).sort(),
      ['package.json', ...manifests['package.json']!.workspaces!.map((name) => `${name}/package.json`)].sort(),
    )
  })

  it('are what package.json and the lockfile agree on', () => {
    for (const [file, manifest] of Object.entries(manifests)) {
      const locked = lock.packages[file === 'package.json' ? '' : file.replace('/package.json', '')]!
      for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const)
        assert.deepEqual(locked[kind] ?? {}, manifest[kind] ?? {}, `${file} ${kind}`)
    }
  })

  const planted: [what: string, change: Parameters<typeof problems>[0], problem: RegExp][] = [
    ['a package that nobody decided', withNewDependency('left-pad', '1.3.0'), /nobody has said why left-pad is needed/],
    ['a range instead of a version', withNewDependency('zod', '^4.6.7'), /zod is "\^4\.6\.7", not one exact version/],
    ['a repository instead of a package', withNewDependency('zod', 'github:someone/zod'), /not one exact version/],
    ['a file instead of a package', withPackage('local', { version: 'file:../local' }), /is no version of a registry/],
    [
      'another address',
      withPackage('elsewhere', { resolved: 'https://packages.example.com/elsewhere.tgz' }),
      /comes from https:\/\/packages\.example\.com/,
    ],
    ['a missing hash', withPackage('bare', { integrity: undefined as never }), /bare: has no hash/],
    ['a weak hash', withPackage('weak', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }), /not one SHA-512/],
    ['a script at install', withPackage('busy', { hasInstallScript: true }), /busy has an install script/],
    ['a licence that was not thought about', withPackage('strict', { license: 'AGPL-3.0-only' }), /AGPL-3\.0-only/],
  ]
  for (const [what, change, problem] of planted)
    it(`are refused with ${what}`, () => {
      const found = problems(change)
      assert.ok(
        found.some((each) => problem.test(each)),
        found.join('\n'),
      )
    })
})

function withNewDependency(name: string, version: string): { manifests: Record<string, Manifest> } {
  const root = manifests['package.json']!
  return { manifests: { ...manifests, 'package.json': { ...root, dependencies: { ...root.dependencies, [name]: version } } } }
}
