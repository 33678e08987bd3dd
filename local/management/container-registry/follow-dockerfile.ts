import { posix } from 'node:path'
import { BuildError } from './build-error.ts'
import { copyFiles } from './copy-files.ts'
import type { ContainerConfig, ImageDraft } from './image-draft.ts'
import { type Instruction, jsonList, words } from './parse-dockerfile.ts'
import type { BuildContext } from './read-context.ts'

/** The base that a Dockerfile names, and what is to be done to it. */
export interface FollowedDockerfile {
  readonly base: string
  /** @param config Of the base */
  draft(config: ContainerConfig): ImageDraft
}

type Variables = Map<string, string>

/** @throws BuildError for what cannot be done without running anything */
export function followDockerfile(
  instructions: readonly Instruction[],
  buildArguments: Readonly<Record<string, string>>,
  context: BuildContext,
  log: (line: string) => void,
): FollowedDockerfile {
  const start = instructions.findIndex(({ name }) => name === 'FROM')
  const from = instructions[start]
  if (from === undefined) throw new BuildError('The Dockerfile has no FROM.')
  const globals: Variables = new Map()
  for (const each of instructions.slice(0, start)) {
    if (each.name !== 'ARG') throw wrong(each, `${each.name} cannot stand before FROM`)
    declare(each, globals, globals, buildArguments)
  }
  const [base = '', ...more] = words(from.text, from.line, globals)
  if (base === '') throw wrong(from, `${from.text} names no base: is its argument missing`)
  if (more.length > 0 && more[0]?.toLowerCase() !== 'as') throw wrong(from, `${more.join(' ')} is not known after FROM`)
  const rest = instructions.slice(start + 1)
  return {
    base,
    draft: (config) => {
      const variables: Variables = new Map((config.Env ?? []).map(splitVariable))
      let draft: ImageDraft = { config, layers: [], history: [] }
      for (const [index, instruction] of rest.entries()) {
        log(`Step ${index + 2}/${rest.length + 1} : ${instruction.name} ${instruction.text}`)
        if (instruction.name === 'ARG') declare(instruction, variables, globals, buildArguments)
        else draft = apply(draft, instruction, variables, context)
      }
      return draft
    },
  }
}

function declare({ text, line }: Instruction, into: Variables, globals: Variables, given: Readonly<Record<string, string>>): void {
  for (const word of words(text, line, into)) {
    const [name, preset] = word.split(/=(.*)/s) as [string, string?]
    const value = given[name] ?? preset ?? globals.get(name)
    if (value !== undefined) into.set(name, value)
  }
}

function apply(draft: ImageDraft, instruction: Instruction, variables: Variables, context: BuildContext): ImageDraft {
  const { name, text, line } = instruction
  const { config } = draft
  const parts = () => words(text, line, variables)
  const set = (change: ContainerConfig): ImageDraft => ({
    ...draft,
    config: { ...config, ...change },
    history: [...draft.history, { created_by: `${name} ${text}`, empty_layer: true }],
  })
  switch (name) {
    case 'COPY': {
      const entries = copyFiles(instruction, variables, context, config.WorkingDir || '/')
      return { ...draft, layers: [...draft.layers, entries], history: [...draft.history, { created_by: `COPY ${text}` }] }
    }
    case 'ENV': {
      const added = pairs(parts())
      for (const [key, value] of added) variables.set(key, value)
      const names = added.map(([key]) => key)
      const kept = (config.Env ?? []).filter((each) => !names.includes(splitVariable(each)[0]))
      return set({ Env: [...kept, ...added.map(([key, value]) => `${key}=${value}`)] })
    }
    case 'LABEL':
      return set({ Labels: { ...config.Labels, ...Object.fromEntries(pairs(parts())) } })
    case 'USER':
      return set({ User: parts().join(' ') })
    case 'WORKDIR':
      return set({ WorkingDir: posix.resolve('/', config.WorkingDir || '/', parts().join(' ')) })
    // What is to be run is expanded by the shell that runs it, not here.
    case 'CMD':
      return set({ Cmd: command(text) })
    case 'ENTRYPOINT':
      return set({ Entrypoint: command(text), Cmd: null })
    case 'EXPOSE':
      return set({ ExposedPorts: { ...config.ExposedPorts, ...keys(parts().map(portOf)) } })
    case 'VOLUME':
      return set({ Volumes: { ...config.Volumes, ...keys(jsonList(text) ?? parts()) } })
    case 'RUN':
      throw wrong(instruction, 'RUN needs a container, which this builder has not: copy what is ready, or build in Azure')
    case 'FROM':
      throw wrong(instruction, 'a second FROM is not known here: one stage only')
    default:
      throw wrong(instruction, `${name} is not known here`)
  }
}

function pairs(parts: readonly string[]): [string, string][] {
  // The old form, `ENV NAME some words`.
  if (!parts[0]?.includes('=')) return [[parts[0] ?? '', parts.slice(1).join(' ')]]
  return parts.map(splitVariable)
}

function splitVariable(text: string): [string, string] {
  const end = text.indexOf('=')
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)]
}

const command = (text: string) => jsonList(text) ?? ['/bin/sh', '-c', text]
const keys = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]))
const portOf = (port: string) => (port.includes('/') ? port : `${port}/tcp`)
const wrong = ({ line }: Instruction, why: string) => new BuildError(`Dockerfile line ${line}: ${why}.`)
