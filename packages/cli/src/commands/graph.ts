import {
  Hasher,
  InputError,
  compileNetwork,
  createExplainer,
  didYouMean,
  initialState,
  parseState,
  pipelinesOf,
  type Network,
  type ParamSet,
  type State,
} from '@tlmkit/core'
import type { Command, CommandCall, ExitCode } from '../arguments/Command.js'
import { findSubject } from '../explaining/findSubject.js'
import { settleForBlocks } from '../explaining/settleForBlocks.js'
import { drawGraph } from '../graphing/drawGraph.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { loadNetwork } from '../reading/loadNetwork.js'
import { readJsonFile } from '../reading/readJsonFile.js'
import { withParams } from '../reading/readParams.js'
import { readSettlement, SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'

const { network, state, claims, tables, params, height, id, engine } = SETTLEMENT_OPTIONS

/** Draws a pipeline from its plan. */
export const graph: Command = {
  name: 'graph',
  summary: 'Draws the pipeline of a claim kind in mermaid, from its plan',
  positionals: ['[kind]'],
  options: {
    network,
    route: { value: 'NAME', about: 'a route of the kind (default: all of them)' },
    claim: {
      value: 'KIND/KEY',
      about: 'put the amounts of a claim on the edges; needs its inputs',
    },
    state: { ...state, required: false },
    claims: { ...claims, required: false },
    tables,
    params,
    height: { ...height, required: false },
    id,
    engine,
    journal: { value: 'FILE', about: 'the journal of the settlement, instead of settling again' },
  },
  example: 'tlmkit graph relays --network pocket',
  run: async (call): Promise<ExitCode> => {
    const lines = call.options.flag('claim') ? await drawClaim(call) : await drawKinds(call)
    call.io.stdout.write(`${lines.join('\n')}\n`)
    return 0
  },
}

async function drawKinds({ options, io, positionals }: CommandCall): Promise<readonly string[]> {
  const { cwd } = io
  const loaded = await loadNetwork({ path: options.required('network'), cwd })
  const [kind] = positionals
  assertKnown('kind', kind, [...loaded.kinds.keys()])
  const route = options.text('route')
  const chosen = [...pipelinesOf(loaded)].filter((each) => kind === undefined || each.kind === kind)
  assertKnown(
    'route',
    route,
    chosen.map((each) => each.route),
  )
  const compiled = compile(loaded, newestValues(loaded, { options, io, positionals }))
  return chosen
    .filter((each) => route === undefined || each.route === route)
    .flatMap((each) => drawGraph({ network: loaded, compiled, kind: each.kind, route: each.route }))
}

async function drawClaim(call: CommandCall): Promise<readonly string[]> {
  const files = await readSettlement(call)
  const blocks = await settleForBlocks(call, files)
  const subject = findSubject(files.network, blocks, call.options.required('claim'))
  if ('payee' in subject) {
    throw new InputError({ code: 'claim-unknown', message: '--claim names a payee, not a claim.' })
  }
  const source = { state: files.state, input: files.input, blocks }
  const explainer = createExplainer(files.network, source, { sha256: nodeSha256 })
  const { kind, route, paramsVersion, postings } = explainer.explain(subject.kind, subject.key)
  const version = files.state.params.find((each) => each.version === paramsVersion)
  const compiled = compile(files.network, version?.values ?? {})
  return drawGraph({ network: files.network, compiled, kind, route, postings })
}

function compile(loaded: Network, values: ParamSet): ReturnType<typeof compileNetwork> {
  return compileNetwork(loaded, values, new Hasher(nodeSha256))
}

function newestValues(loaded: Network, { options, io: { cwd } }: CommandCall): ParamSet {
  const path = options.text('state')
  const file = options.text('params')
  let opening: State = initialState(loaded)
  if (path !== undefined) opening = parseState(loaded, readJsonFile({ path, cwd }), path)
  if (file !== undefined) opening = withParams(opening, { path: file, cwd }, opening.height)
  return opening.params.at(-1)?.values ?? {}
}

function assertKnown(
  what: 'kind' | 'route',
  name: string | undefined,
  known: readonly string[],
): void {
  if (name === undefined || known.includes(name)) return
  const list = [...new Set(known)].join(', ')
  throw new InputError({
    code: `${what}-unknown`,
    message: `There is no ${what} "${name}".${didYouMean(name, known)} There is: ${list}.`,
    details: { [what]: name },
  })
}
