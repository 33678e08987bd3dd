import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'

interface Planted {
  readonly file: string
  readonly text: string
  /** What the finding says, or where nothing may be found. */
  readonly finding: RegExp | undefined
}

const markup = /becomes markup/
const program = /becomes a program|eval\(\)/
const shell = /to a shell/
const planted: Readonly<Record<string, Planted>> = {
  'text becomes markup by innerHTML': {
    file: 'ui/a.ts',
    text: 'export const f = (a: Element, b: string) => {\n  a.innerHTML = b\n}',
    finding: markup,
  },
  'text becomes markup by outerHTML': {
    file: 'ui/b.ts',
    text: 'export const f = (a: Element, b: string) => {\n  a.outerHTML = b\n}',
    finding: markup,
  },
  'text becomes markup by insertAdjacentHTML': {
    file: 'ui/c.ts',
    text: "export const f = (a: Element, b: string) => a.insertAdjacentHTML('beforeend', b)",
    finding: markup,
  },
  'text becomes markup by document.write': { file: 'ui/d.ts', text: 'export const f = (b: string) => document.write(b)', finding: markup },
  'text becomes markup in React': {
    file: 'ui/e.tsx',
    text: 'export const F = (b: string) => <p dangerouslySetInnerHTML={{ __html: b }} />',
    finding: /dangerouslySetInnerHTML/i,
  },
  'text becomes a program by eval': { file: 'shared/a.ts', text: 'export const f = (b: string) => eval(b)', finding: program },
  'text becomes a program by Function': { file: 'edge/a.ts', text: 'export const f = (b: string) => new Function(b)', finding: program },
  'text goes to a shell by exec': {
    file: 'edge/b.ts',
    text: "import { exec } from 'node:child_process'\n\nexport const f = (b: string) => exec(b)",
    finding: shell,
  },
  'text goes to a shell by execSync': {
    file: 'training/a.ts',
    text: "import { execFile, execSync } from 'node:child_process'\n\nexport const f = (b: string) => [execSync(b), execFile]",
    finding: shell,
  },
  'a program starts without a shell': {
    file: 'edge/c.ts',
    text: "import { execFile } from 'node:child_process'\n\nexport const f = (b: string) => execFile(b)",
    finding: undefined,
  },
  'a pattern is tried on a text': { file: 'edge/d.ts', text: 'export const f = (b: RegExp) => b.exec("text")', finding: undefined },
  'input is merged into an object': {
    file: 'functions/a.ts',
    text: 'export const f = (b: object) => Object.assign({ a: 1 }, b)',
    finding: /Name the fields/,
  },
  'named fields are merged': {
    file: 'functions/b.ts',
    text: 'export const f = (b: object) => Object.assign(b, { a: 1 })',
    finding: undefined,
  },
  'time is read past the clock': { file: 'shared/operations/a.ts', text: 'export const f = () => Date.now()', finding: /Take a Clock/ },
  'a date is made past the clock': { file: 'functions/c.ts', text: 'export const f = () => new Date()', finding: /Take a Clock/ },
  'something is printed past the log': { file: 'shared/b.ts', text: 'export const f = (a: string) => console.log(a)', finding: /console/i },
  'a page prints more than a warning': { file: 'ui/f.ts', text: 'export const f = (a: string) => console.log(a)', finding: /console/i },
  'anything may come over a border': { file: 'functions/d.ts', text: 'export const f = (a: any) => a', finding: /any/ },
}

describe('what the linter refuses', () => {
  let folder = ''
  let found: { severity: string; message: string; location: { path: string } }[] = []
  // One run over all of it, with the repository's own rules.
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lint-'))
    const { vcs: _, ...config } = JSON.parse(readFileSync('biome.json', 'utf8'))
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(config))
    cpSync('tools/lint', join(folder, 'tools/lint'), { recursive: true })
    for (const { file, text } of Object.values(planted)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `${text}\n`)
    }
    const biome = resolve('node_modules/.bin/biome')
    const { stdout } = spawnSync(
      biome,
      ['lint', '--max-diagnostics=none', '--reporter=json', 'shared', 'functions', 'edge', 'ui', 'training'],
      {
        ...{ cwd: folder, encoding: 'utf8' },
        shell: process.platform === 'win32',
      },
    )
    found = JSON.parse(stdout).diagnostics
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  for (const [what, { file, finding }] of Object.entries(planted))
    it(finding === undefined ? `is not that ${what}` : `is that ${what}`, () => {
      const here = found.filter(({ location }) => location.path.replaceAll('\\', '/') === file).map(({ message }) => message)
      if (finding === undefined) assert.deepEqual(here, [])
      else
        assert.ok(
          here.some((message) => finding.test(message)),
          `${file}: ${here}`,
        )
    })

  it('is seen by `npm run check`, which takes a warning for an error', () => {
    assert.match(readFileSync('tools/check.ts', 'utf8'), /'check', '--error-on-warnings'/)
  })
})

/** Conditions of queries that are put together from texts: a quote in one of them would end the value. */
function findRawConditions(text: string): string[] {
  const conditions = [...text.matchAll(/(\w*)(`[^`]*`|'[^'\n]*'|"[^"\n]*")/g)]
  return conditions.filter(([, tag, body]) => tag !== 'odata' && /\b(eq|ne|ge|gt|le|lt) (\$\{|'$|"$)/.test(body!)).map(([whole]) => whole)
}

describe('conditions of queries', () => {
  it('are made by the tag of the SDK alone, which knows how to quote', () => {
    for (const file of globSync('{functions,shared,edge}/**/*.ts'))
      assert.deepEqual(findRawConditions(readFileSync(file, 'utf8')), [], file)
  })

  it('would be found if they were put together by hand', () => {
    const placed = (text: string) => text.replaceAll('VALUE', ['$', '{site}'].join(''))
    assert.equal(findRawConditions(placed('const filter = `PartitionKey eq VALUE and RowKey ge VALUE`')).length, 1)
    assert.equal(findRawConditions("const filter = 'camera eq ' + camera").length, 1)
    assert.deepEqual(findRawConditions(placed('const filter = odata`camera eq VALUE`')), [])
  })
})

describe('types', () => {
  it('are strict everywhere', () => {
    for (const file of ['tsconfig.json', 'ui/tsconfig.json', 'ui/worker/tsconfig.json']) {
      const { extends: parent, compilerOptions = {} } = JSON.parse(readFileSync(file, 'utf8'))
      assert.ok(compilerOptions.strict === true || parent !== undefined, file)
      for (const option of ['strict', 'noUncheckedIndexedAccess']) assert.notEqual(compilerOptions[option], false, `${file}: ${option}`)
    }
  })

  it('are checked without exceptions', () => {
    for (const file of globSync('{functions,shared,edge,ui,training,local,tools}/**/*.{ts,tsx}', { exclude: ['**/node_modules/**'] }))
      assert.doesNotMatch(readFileSync(file, 'utf8'), /@ts-(ignore|nocheck|expect-error)/, file)
  })
})
