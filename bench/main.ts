// npm run bench [-- part-of-a-name …]: every file in bench/goals/, one after another, each in a process of its own.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

const filters = process.argv.slice(2)
const goals = readdirSync('bench/goals').filter(
  (file) => file.endsWith('.ts') && (filters.length === 0 || filters.some((part) => file.includes(part))),
)

for (const goal of goals.sort()) {
  console.log(`\n${goal.replace('.ts', '')}`)
  const { status } = spawnSync(process.execPath, [...process.execArgv, `bench/goals/${goal}`], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
