import { useState } from 'react'

export interface Rows<Value> {
  readonly rows: readonly { readonly key: number; readonly value: Value }[]
  readonly values: Value[]
  add(value: Value): void
  replace(key: number, value: Value): void
  remove(key: number): void
}

/** Parts of a form that can be added and taken out. Each keeps its number, so that the others keep what was typed into them. */
export function useRows<Value>(first: readonly Value[]): Rows<Value> {
  const [rows, setRows] = useState(() => first.map((value, key) => ({ key, value })))
  return {
    rows,
    values: rows.map(({ value }) => value),
    add: (value) => setRows([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, value }]),
    replace: (key, value) => setRows(rows.map((row) => (row.key === key ? { key, value } : row))),
    remove: (key) => setRows(rows.filter((row) => row.key !== key)),
  }
}
