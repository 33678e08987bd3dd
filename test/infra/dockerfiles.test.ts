import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

interface Instruction {
  readonly name: string
  readonly text: string
}

const files = globSync('{edge,training}/*Dockerfile').sort()
const dockerfiles = files.map((file) => ({ file, instructions: instructionsOf(readFileSync(file, 'utf8')) }))

/** Comments left out, lines that go on joined. */
function instructionsOf(dockerfile: string): Instruction[] {
  const lines = dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
  return lines.filter((line) => line.trim() !== '').map((line) => ({ name: line.split(' ')[0]!, text: line.slice(line.indexOf(' ') + 1) }))
}

const all = (name: string) =>
  dockerfiles.flatMap(({ file, instructions }) => instructions.filter((one) => one.name === name).map(({ text }) => ({ file, text })))

describe('the Dockerfiles', () => {
  it('stand on images that whoever builds names by their digest, and on their own stages', () => {
    assert.deepEqual(files, ['edge/Dockerfile', 'edge/model.Dockerfile', 'training/Dockerfile'])
    for (const { file, instructions } of dockerfiles) {
      const stages = instructions.flatMap(({ name, text }) => (name === 'FROM' ? (/ AS (\w+)$/.exec(text)?.[1] ?? []) : []))
      for (const { text } of instructions.filter(({ name }) => name === 'FROM')) {
        const from = text.replace(/^--platform=\S+ /, '').split(' ')[0]!
        assert.ok(/^\$\{(BASE|BUILD_BASE)\}$/.test(from) || stages.includes(from), `${file}: FROM ${text}`)
      }
    }
    for (const { file, text } of all('ARG'))
      if (/^(BUILD_)?BASE/.test(text)) assert.match(text, /^(BUILD_)?BASE$/, `${file}: a default without a digest`)
  })

  it('leave the platform to whoever builds: a default would win over it', () => {
    for (const { file, text } of all('ARG')) assert.doesNotMatch(text, /^(TARGET|BUILD)(ARCH|OS|PLATFORM|VARIANT)=/, file)
  })

  it('bring nothing from the network but packages, and no secret', () => {
    assert.deepEqual(all('ADD'), [])
    for (const { file, text } of all('RUN')) assert.doesNotMatch(text, /curl|wget|git clone|npm install\b/, file)
    const named = [...all('ARG'), ...all('ENV')].filter(({ text }) =>
      /(KEY|TOKEN|PASSWORD|SECRET|CREDENTIAL)\w*=/i.test(text.replace('SECRETS_FOLDER=/secrets', '')),
    )
    assert.deepEqual(named, [])
    for (const { file, text } of all('RUN')) if (text.includes('npm ci')) assert.match(text, /--ignore-scripts/, file)
  })

  it('end with the module as an ordinary user that cannot change what it runs, and that is asked how it is', () => {
    const { instructions } = dockerfiles.find(({ file }) => file === 'edge/Dockerfile')!
    const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))
    assert.deepEqual(
      ['USER', 'VOLUME', 'CMD'].map((wanted) => last.find(({ name }) => name === wanted)?.text),
      ['node', '/data', '["node", "edge/main.js"]'],
    )
    assert.ok(last.some(({ name }) => name === 'HEALTHCHECK'))
    for (const { text } of last.filter(({ name }) => name === 'COPY')) assert.match(text, /^--chown=root:root --from=/)
  })
})
