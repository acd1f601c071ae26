import type { Command } from '../arguments/Command.js'
import { convert } from './convert.js'
import { diff } from './diff.js'
import { explain } from './explain.js'
import { graph } from './graph.js'
import { insurance } from './insurance.js'
import { node } from './node.js'
import { params } from './params.js'
import { propose } from './propose.js'
import { quote } from './quote.js'
import { run } from './run.js'
import { settle } from './settle.js'
import { validate } from './validate.js'
import { verify } from './verify.js'

/** Every command, by name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  validate,
  settle,
  run,
  explain,
  graph,
  verify,
  convert,
  diff,
  params,
  propose,
  quote,
  insurance,
  node,
}
