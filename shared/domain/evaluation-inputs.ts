import { z } from 'zod'
import { canonicalJson } from './canonical-json.ts'
import { Comparison, type ComparisonInputs, type Performance } from './compare-models.ts'
import { Fault } from './faults.ts'
import { FrameSeen, FrameTruth, ModelUnderTest } from './object-truth.ts'
import { RaisedIncident, ReplayedIncident } from './replay-figures.ts'

/** Texts that an evaluation is worked out from, by their names in `Evaluation.inputs`: JSON lines, sorted keys. */
export type InputTexts = Readonly<Record<string, string>>

export function writeInputs({ comparison, truths, judged, candidate, champion }: ComparisonInputs): InputTexts {
  return {
    comparison: lines([comparison]),
    truth: lines(truths),
    judged: lines(judged),
    ...writePerformance('candidate', candidate),
    ...(champion === undefined ? {} : writePerformance('champion', champion)),
  }
}

/** @throws Fault `evaluation-damaged` */
export function readInputs(texts: InputTexts): ComparisonInputs {
  const [comparison] = read(texts, 'comparison', Comparison)
  if (comparison === undefined) throw new Fault('evaluation-damaged', 'Its input "comparison" is empty.')
  return {
    comparison,
    truths: read(texts, 'truth', FrameTruth),
    judged: read(texts, 'judged', ReplayedIncident),
    candidate: readPerformance(texts, 'candidate'),
    champion: comparison.champion === undefined ? undefined : readPerformance(texts, 'champion'),
  }
}

export function lines(values: readonly unknown[]): string {
  return values.map((value) => `${canonicalJson(value)}\n`).join('')
}

function writePerformance(who: string, { seen, raised }: Performance): InputTexts {
  return { [`${who}-seen`]: lines([seen.of, ...seen.frames]), [`${who}-raised`]: lines(raised) }
}

function readPerformance(texts: InputTexts, who: string): Performance {
  const [head = '', ...rest] = split(texts, `${who}-seen`)
  return {
    seen: { of: parse(head, ModelUnderTest, `${who}-seen`), frames: rest.map((line) => parse(line, FrameSeen, `${who}-seen`)) },
    raised: read(texts, `${who}-raised`, RaisedIncident),
  }
}

function read<Schema extends z.ZodType>(texts: InputTexts, name: string, schema: Schema): z.infer<Schema>[] {
  return split(texts, name).map((line) => parse(line, schema, name))
}

function split(texts: InputTexts, name: string): string[] {
  const text = texts[name]
  if (text === undefined) throw new Fault('evaluation-damaged', `Its input "${name}" is missing.`)
  return text.split('\n').slice(0, -1)
}

function parse<Schema extends z.ZodType>(line: string, schema: Schema, name: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(line))
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : 'a line is not JSON'
    throw new Fault('evaluation-damaged', `Its input "${name}": ${why}.`, { cause })
  }
}
