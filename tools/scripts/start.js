import './requireNode.js'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildQuietly } from './buildQuietly.js'

buildQuietly(['@tlmkit/cli', '@tlmkit/presets'])
const example = fileURLToPath(new URL('../../examples/pocket/start.ts', import.meta.url))
const run = spawnSync(process.execPath, [example], { stdio: 'inherit' })
process.exitCode = run.status ?? 1
