// node tools/run.mjs tools/extract-bicep-types.ts FOLDER: writes test/outside/readers/infra/types.json anew, the published type definitions
// (a git folder of the repository Azure/bicep-types-az) of just the resources and properties that infra/ names.
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'

interface Reference {
  readonly $ref: string
}
interface PublishedType {
  readonly $type: string
  readonly name?: string
  readonly value?: string
  readonly body?: Reference
  readonly properties?: Record<string, { type: Reference; flags: number }>
  readonly additionalProperties?: Reference
  readonly baseProperties?: Record<string, { type: Reference; flags: number }>
  readonly discriminator?: string
  readonly elements?: Reference[] | Record<string, Reference>
  readonly itemType?: Reference
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the git folder of Azure/bicep-types-az.')
const texts = globSync('infra/**/*.bicep').map((file) => readFileSync(file, 'utf8'))
const wanted = new Set(texts.flatMap((text) => [...text.matchAll(/'([\w.]+\/[\w/]+@[\w-]+)'/g)].map(([, type]) => type!)))
/** Every word that could be the name of a property, and every literal that could choose one of several shapes. */
const words = new Set(texts.flatMap((text) => [...text.matchAll(/[\w.]+/g)].map(([word]) => word)))

const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 2 ** 30 })
const paths = git('ls-tree', '-r', '--name-only', 'HEAD', 'generated')
  .split('\n')
  .filter((path) => path.endsWith('/types.json'))

const definitions: Record<string, unknown> = {}
const resources: Record<string, string> = {}
for (const resource of [...wanted].sort()) {
  const [type, version] = resource.split('@') as [string, string]
  const part = `/${type.split('/')[0]!.toLowerCase()}/${version}/types.json`
  const found = paths.filter((path) => path.endsWith(part)).some((path) => extract(path, resource))
  if (!found) throw new Error(`${resource} is not among the published types.`)
}
writeFileSync('test/outside/readers/infra/types.json', `${JSON.stringify({ resources, definitions }, undefined, 1)}\n`)

function extract(path: string, resource: string): boolean {
  const types = JSON.parse(git('show', `HEAD:${path}`)) as PublishedType[]
  const root = types.find(({ $type, name }) => $type === 'ResourceType' && name?.toLowerCase() === resource.toLowerCase())
  if (root?.body === undefined) return false
  const prefix = path.slice('generated/'.length, -'/types.json'.length)
  resources[resource.toLowerCase()] = keep(types, prefix, root.body)
  return true
}

/** Keeps a type and all that it consists of; the answer is its name here. */
function keep(types: PublishedType[], prefix: string, { $ref }: Reference): string {
  const name = `${prefix}${$ref}`
  if (name in definitions) return name
  const type = types[Number($ref.split('/').pop())]!
  const to = (reference: Reference) => keep(types, prefix, reference)
  // Entered before its parts, because types refer to each other in circles.
  definitions[name] = {}
  definitions[name] = shapeOf(type, to)
  return name
}

function shapeOf(type: PublishedType, to: (reference: Reference) => string): unknown {
  const fields = (properties: PublishedType['properties'] = {}) =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name, { flags }]) => words.has(name) || (flags & 1) === 1)
        // 1 = required, 2 = read-only.
        .map(([name, { type: of, flags }]) => [name, { type: to(of), required: (flags & 1) === 1, readOnly: (flags & 2) === 2 }]),
    )
  if (type.$type === 'ObjectType')
    return {
      kind: 'object',
      properties: fields(type.properties),
      ...(type.additionalProperties && { more: to(type.additionalProperties) }),
    }
  if (type.$type === 'DiscriminatedObjectType') {
    const shapes = Object.entries(type.elements as Record<string, Reference>).filter(([value]) => words.has(value))
    const elements = Object.fromEntries(shapes.map(([value, reference]) => [value, to(reference)]))
    return { kind: 'choice', by: type.discriminator, properties: fields(type.baseProperties), elements }
  }
  if (type.$type === 'UnionType') return { kind: 'union', of: (type.elements as Reference[]).map(to) }
  if (type.$type === 'ArrayType') return { kind: 'array', items: to(type.itemType!) }
  if (type.$type === 'StringLiteralType') return { kind: 'literal', value: type.value }
  return { kind: type.$type.replace('Type', '').toLowerCase() }
}
