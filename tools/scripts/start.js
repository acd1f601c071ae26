import './requireNode.js'
import { buildQuietly } from './buildQuietly.js'
import { runCli } from './runCli.js'

buildQuietly()
process.exitCode = runCli(['--version'])
