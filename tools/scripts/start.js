import './requireNode.js'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildQuietly } from './buildQuietly.js'

const examples = new URL('../../examples/', import.meta.url)
const [name = 'pocket'] = process.argv.slice(2)
const known = readdirSync(examples).filter((each) =>
  readdirSync(new URL(`${each}/`, examples)).includes('start.ts'),
)
if (known.includes(name)) {
  buildQuietly(['@tlmkit/cli', `@tlmkit/example-${name}...`])
  const example = fileURLToPath(new URL(`${name}/start.ts`, examples))
  const run = spawnSync(process.execPath, [example], { stdio: 'inherit' })
  process.exitCode = run.status ?? 1
} else {
  console.error(`There is no example "${name}" that starts. There are: ${known.join(', ')}.`)
  process.exitCode = 2
}
