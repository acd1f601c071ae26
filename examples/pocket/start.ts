import { Hasher, JournalReader, type JournalBlock } from '@tlmkit/core'
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FIRST_SETTLEMENT, generateExample } from './generate.ts'

const cli = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
const data = join(import.meta.dirname, 'data')
const shown = (file: string): string => relative(root, join(data, file))

/** Settles the two settlements of the example, then says how to ask why. */
function start(): void {
  rmSync(data, { recursive: true, force: true })
  generateExample(data)
  for (const epoch of [1, 2]) {
    const code = settle(epoch)
    if (code !== 0) process.exit(code)
    console.log('')
  }
  console.log('Why was a claim capped? Ask:\n')
  console.log(`  npx -y pnpm@12 tlmkit explain ${cappedClaim()} \\\n    ${inputOf(1).join(' ')}`)
}

function inputOf(epoch: number): readonly string[] {
  const state = epoch === 1 ? 'state.json' : `state-${epoch - 1}.json`
  const config = relative(root, join(import.meta.dirname, 'tlmkit.config.ts'))
  return [
    `--network ${config} --state ${shown(state)}`,
    `--tables ${shown('tables')} --claims ${shown(`claims-${epoch}.ndjson`)}`,
    `--height ${FIRST_SETTLEMENT + 20 * (epoch - 1)}`,
  ]
}

function settle(epoch: number): number {
  const files = `--out ${shown(`settlement-${epoch}`)} --state-out ${shown(`state-${epoch}.json`)}`
  const command = ['settle', ...inputOf(epoch), files].join(' ').split(' ')
  const run = spawnSync(process.execPath, [cli, ...command], { cwd: root, stdio: 'inherit' })
  return run.status ?? 1
}

/** The first claim that asked for more than its application could pay. */
function cappedClaim(): string {
  const blocks: JournalBlock[] = []
  const reader = new JournalReader(new Hasher(), (block) => blocks.push(block))
  const lines = readFileSync(join(data, 'settlement-1/journal.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
  lines.forEach((line, index) => {
    reader.add(JSON.parse(line), `journal.ndjson line ${index + 1}`)
  })
  const capped = blocks
    .flatMap(({ entries }) => entries)
    .find(
      ({ claimed, settled }) => settled !== undefined && settled > 0n && settled < (claimed ?? 0n),
    )
  return [capped?.kind, ...(capped?.key ?? [])].join('/')
}

start()
