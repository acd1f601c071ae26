import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateExample } from './generate.ts'

const cli = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
const data = join(import.meta.dirname, 'data')
const shown = (file: string): string => relative(root, join(data, file))

const NETWORK = `--network ${relative(root, join(import.meta.dirname, 'tlmkit.config.ts'))}`
const STORY = `${NETWORK} --state ${shown('state.json')} --commands ${shown('commands.ndjson')}`
const AFTER = `${NETWORK} --state ${shown('state-after.json')}`

/** Lends the memory, settles what the meters heard, and asks what became of a lease and a node. */
async function start(): Promise<void> {
  rmSync(data, { recursive: true, force: true })
  const table = await generateExample(data)
  console.log(`\nThe pools, by their meters\n\n${table.join('\n')}`)
  const files = `--out ${shown('runs')} --state-out ${shown('state-after.json')}`
  for (const command of [
    `run ${STORY} ${files} --quiet`,
    `explain releases/frames ${STORY}`,
    `node lou ${AFTER}`,
    `insurance ${AFTER}`,
  ]) {
    console.log(`\n$ tlmkit ${command}\n`)
    const run = spawnSync(process.execPath, [cli, ...command.split(' ')], {
      cwd: root,
      stdio: 'inherit',
    })
    if (run.status !== 0) process.exit(run.status ?? 1)
  }
}

await start()
