import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pushRuntime } from '../../../../local/console/push-runtime.ts'
import { type Architecture, architectures } from '../../../../shared/domain/release.ts'
import { type ReleaseServices, startReleaseServices } from '../../../harness/release-services.ts'

const root = new URL('../../../../', import.meta.url).pathname
const modelDockerfile = readFileSync(new URL('edge/model.Dockerfile', `file://${root}`))
const bytes = (text: string) => new TextEncoder().encode(text)

describe('a build of a Dockerfile', () => {
  let services: ReleaseServices
  let bases: Record<Architecture, string>
  before(async () => {
    services = await startReleaseServices()
    const { repository, images } = await pushRuntime(services.imageRegistry, root)
    bases = Object.fromEntries(
      images.map(({ architecture, digest }) => [architecture, services.imageRegistry.referenceOf(repository, digest)]),
    ) as Record<Architecture, string>
  })
  after(() => services.close())

  async function build(
    tag: string,
    files: Record<string, Uint8Array>,
    options: { architecture?: Architecture; args?: Record<string, string> } = {},
  ) {
    const { architecture = 'amd64', args = {} } = options
    const { imageBuilder } = services
    const buildArguments = { BASE: bases[architecture], ...args }
    const run = await imageBuilder.begin({ repository: 'sightloop/plant-1', tag, architecture, files, buildArguments })
    for (;;) {
      const found = (await imageBuilder.find(run))!
      if (found.state !== 'running') return found
      await sleep(5)
    }
  }

  async function imageOf(digest: string) {
    const { content } = (await services.imageRegistry.manifest('sightloop/plant-1', digest))!
    const { config, layers } = content as { config: { digest: string }; layers: { digest: string }[] }
    const read = await services.imageRegistry.readBlob('sightloop/plant-1', config.digest, 1e6)
    return { image: JSON.parse(Buffer.from(read).toString()), layers: layers.map((layer) => layer.digest) }
  }

  const model = { Dockerfile: modelDockerfile, 'model/model.onnx': bytes('net'), 'model/model.json': bytes('{}') }
  const args = { MODEL_NAME: 'line', MODEL_VERSION: '1" evil="2', MODEL_DIGEST: 'a'.repeat(64), RELEASE: 'rel-1' }

  test('puts a model on top of the runtime for each architecture, with labels that say which', async () => {
    for (const architecture of architectures) {
      const { digest } = await build(`model-${architecture}`, model, { architecture, args })
      const { image, layers } = await imageOf(digest!)
      assert.equal(layers.length, 2)
      const [, repository, base] = /^[^/]+\/(.+)@(.+)$/.exec(bases[architecture])!
      const { content } = (await services.imageRegistry.manifest(repository!, base!))!
      assert.equal(layers[0], (content as { layers: { digest: string }[] }).layers[0]!.digest)
      assert.equal(image.config.Labels['sightloop.model.version'], '1" evil="2')
      assert.equal(image.config.Labels['sightloop.release'], 'rel-1')
      assert.deepEqual(
        [image.architecture, image.config.Cmd],
        [architecture === 'arm32v7' ? 'arm' : architecture, ['node', 'edge/main.ts']],
      )
    }
  })

  test('of the same parts gives the same digest', async () => {
    const [one, two] = [await build('again-1', model, { args }), await build('again-2', model, { args })]
    assert.equal(one.digest, two.digest)
    assert.notEqual((await build('other', { ...model, 'model/model.onnx': bytes('another') }, { args })).digest, one.digest)
  })

  test('is begun once, however often it is asked for', async () => {
    const first = await build('model-once', model, { args })
    const again = await build('model-once', { ...model, 'model/model.onnx': bytes('changed') }, { args })
    assert.equal(again.digest, first.digest)
  })

  test('obeys the instructions that run nothing', async () => {
    const Dockerfile = bytes(
      [
        'ARG BASE',
        'FROM $BASE AS last',
        'ARG NAME=none',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a Dockerfile's variable
        "ENV A=1 B='$two' C=${NAME:-x}",
        'LABEL one=1 \\',
        '# a comment in between',
        '  two="2 and more"',
        'WORKDIR sub',
        'COPY --chmod=755 --chown=10:20 run.sh ./',
        'USER 10:20',
        'EXPOSE 81 82/udp',
        'VOLUME ["/keep"]',
        'ENTRYPOINT ["/bin/run"]',
        'CMD echo $HOME',
      ].join('\n'),
    )
    const { digest, problem } = await build('every', { Dockerfile, 'run.sh': bytes('#!') }, { args: { NAME: 'given' } })
    assert.equal(problem, undefined)
    const { image } = await imageOf(digest!)
    assert.deepEqual(image.config.Env.slice(-3), ['A=1', 'B=$two', 'C=given'])
    assert.deepEqual(image.config.Labels, { one: '1', two: '2 and more' })
    const { WorkingDir, User, ExposedPorts, Volumes, Entrypoint, Cmd } = image.config
    assert.deepEqual([WorkingDir, User, Entrypoint, Cmd], ['/app/sub', '10:20', ['/bin/run'], ['/bin/sh', '-c', 'echo $HOME']])
    assert.deepEqual(Object.keys(ExposedPorts), ['8080/tcp', '81/tcp', '82/udp'])
    assert.deepEqual(Object.keys(Volumes), ['/data', '/keep'])
  })

  const refused: Record<string, [string, RegExp]> = {
    'what would run something': ['FROM $BASE\nRUN echo 1', /line 3: RUN needs a container/],
    'a base of another registry': ['FROM example.com/base:1', /the base must be in 127\.0\.0\.1/],
    'a base that no argument names': ['FROM $NOTHING', /\$NOTHING names no base.*Its log ends with/],
    'a second stage': ['FROM $BASE\nFROM $BASE', /one stage only/],
    'a file that is not in the context': ['FROM $BASE\nCOPY nothing /', /the context has no nothing/],
    'a file beside the context': ['FROM $BASE\nCOPY ../secret /', /leads out of the context/],
    'an instruction that nobody knows': ['FROM $BASE\nTELEPORT x', /TELEPORT is not known here/],
    'an owner by name': ['FROM $BASE\nCOPY --chown=node x /', /must be numbers/],
  }
  for (const [what, [text, problem]] of Object.entries(refused))
    test(`refuses ${what}, and says where`, async () => {
      const found = await build(`refused-${Object.keys(refused).indexOf(what)}`, { Dockerfile: bytes(`ARG BASE\n${text}`) })
      assert.equal(found.state, 'failed')
      assert.match(found.problem ?? '', problem)
    })

  test('refuses a base of another architecture', async () => {
    const found = await build('wrong-arch', model, { architecture: 'arm64', args: { ...args, BASE: bases.arm32v7 } })
    assert.match(found.problem ?? '', /made for linux\/arm\/v7, not for linux\/arm64/)
  })
})
