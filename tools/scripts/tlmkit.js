import './requireNode.js'
import { buildQuietly } from './buildQuietly.js'
import { runCli } from './runCli.js'

buildQuietly(['@tlmkit/cli'])
process.exitCode = runCli(process.argv.slice(2))
