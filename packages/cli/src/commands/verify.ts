import {
  Hasher,
  canonicalJson,
  hashReceipt,
  isTlmkitError,
  parseReceipt,
  settle,
  type JournalBlock,
  type Network,
  type Receipt,
} from '@tlmkit/core'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command, CommandCall } from '../arguments/Command.js'
import { settledAlready } from '../explaining/settleForBlocks.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { journalBlocks } from '../reading/readJournal.js'
import { readJsonFile } from '../reading/readJsonFile.js'
import { readEngine, readSettlement, SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'
import { loadNetwork } from '../reading/loadNetwork.js'
import { createProgress } from '../rendering/createProgress.js'
import { createStyle } from '../rendering/createStyle.js'
import { compareSettlements } from '../verifying/compareSettlements.js'
import { compared, differs, type Finding } from '../verifying/Finding.js'
import { JournalTotals } from '../verifying/JournalTotals.js'
import { verifyJournal } from '../verifying/verifyJournal.js'
import { EXAMPLE_FILES, EXAMPLE_FOLDER } from './examples.js'

const { network, state, claims, tables, params, engine } = SETTLEMENT_OPTIONS
const INPUTS = ['state', 'claims', 'tables', 'params'] as const

/** Checks a journal and its receipt, alone or by settling the inputs again. */
export const verify: Command = {
  name: 'verify',
  summary: 'Checks journal and receipt, and with the inputs settles them again to compare',
  positionals: ['<folder>'],
  options: {
    network: { ...network, required: false },
    state: { ...state, required: false },
    claims: { ...claims, required: false },
    tables,
    params,
    engine,
    hash: { value: 'HEX', about: 'the receipt hash that was published' },
    json: { about: 'write the findings as JSON' },
  },
  example: `tlmkit verify ${EXAMPLE_FOLDER} \\\n  ${EXAMPLE_FILES}`,
  run: runVerify,
}

async function runVerify(call: CommandCall): Promise<0 | 3> {
  const { options, io, positionals } = call
  const { cwd } = io
  const [folder = ''] = positionals
  const receiptPath = join(folder, 'receipt.json')
  const receipt = parseReceipt(readJsonFile({ path: receiptPath, cwd }), receiptPath)
  const name = options.text('network')
  const known = name === undefined ? undefined : await loadNetwork({ path: name, cwd })
  const hash = hashReceipt(receipt, new Hasher(nodeSha256))
  const findings: Finding[] = []
  const expected = options.text('hash')
  if (expected !== undefined) findings.push(hashFinding(hash, expected))
  const keep = hasInputs(call)
  const journal = await readTotals(call, { path: journalIn(call, folder), keep, findings })
  if (journal !== undefined) {
    findings.push(...verifyJournal(receipt, journal.totals, known))
    if (keep) findings.push(...(await settleAgain(call, receipt, journal.blocks)))
  }
  const holds = findings.every((finding) => finding.holds)
  report(call, { receipt, hash, findings, known })
  return holds ? 0 : 3
}

/** Whether the inputs are given. Errors: `option-missing` when only some are. */
function hasInputs({ options }: CommandCall): boolean {
  if (!INPUTS.some((name) => options.flag(name))) return false
  for (const name of ['network', 'state', 'claims']) options.required(name)
  return true
}

function hashFinding(hash: string, expected: string): Finding {
  const what = `The receipt hashes to ${hash}`
  const found = hash === expected.toLowerCase()
  return found
    ? compared(what, { stated: hash, found: hash })
    : differs(`${what}, not ${expected}.`)
}

/** The journal of a folder: journal.ndjson, or journal.blocks where only that is there. */
function journalIn({ io }: CommandCall, folder: string): string {
  const [text = '', binary = ''] = ['journal.ndjson', 'journal.blocks'].map((name) =>
    join(folder, name),
  )
  const isBinary = existsSync(resolve(io.cwd, binary)) && !existsSync(resolve(io.cwd, text))
  return isBinary ? binary : text
}

interface JournalPlace {
  readonly path: string
  /** Whether the blocks are kept, to be compared. */
  readonly keep: boolean
  readonly findings: Finding[]
}

interface JournalRead {
  readonly totals: JournalTotals
  readonly blocks: readonly JournalBlock[]
}

/** What a journal adds up to, or the finding that it is not what was sealed. */
async function readTotals(
  { io }: CommandCall,
  { path, keep, findings }: JournalPlace,
): Promise<JournalRead | undefined> {
  const totals = new JournalTotals()
  const blocks: JournalBlock[] = []
  try {
    for await (const block of journalBlocks({ path, cwd: io.cwd })) {
      totals.add(block)
      if (keep) blocks.push(block)
    }
    return { totals, blocks }
  } catch (error) {
    if (!isTlmkitError(error) || !/^journal-(?!line)/.test(error.code)) throw error
    findings.push(differs(`${error.code}: ${error.message}`))
    return undefined
  }
}

async function settleAgain(
  call: CommandCall,
  receipt: Receipt,
  blocks: readonly JournalBlock[],
): Promise<readonly Finding[]> {
  const name = { id: receipt.settlement, height: receipt.height }
  const files = await readSettlement(call, name)
  const progress = createProgress(call.io)
  const { onProgress } = progress
  const options = { sha256: nodeSha256, onProgress, engine: readEngine(call.options) }
  const again = settle(files.network, files.state, files.input, options)
  progress.clear()
  if (!again.repeated) return compareSettlements({ receipt, blocks }, again)
  throw settledAlready(name.id)
}

interface Report {
  readonly receipt: Receipt
  readonly hash: string
  readonly findings: readonly Finding[]
  readonly known: Network | undefined
}

function report(call: CommandCall, { receipt, hash, findings }: Report): void {
  const { io, options } = call
  const failed = findings.filter(({ holds }) => !holds)
  if (options.flag('json')) {
    const json = { holds: failed.length === 0, receiptHash: hash, findings: findings.map(toJson) }
    io.stdout.write(`${canonicalJson(json, { indent: 2 })}\n`)
    return
  }
  const style = createStyle(io, io.stdout)
  const title = `Settlement ${receipt.settlement} of ${receipt.network} at height ${receipt.height}`
  io.stdout.write(`${style.bold(title)}\nreceipt hash ${hash}\n\n`)
  for (const { holds, sentence } of findings) {
    io.stdout.write(`${holds ? style.good('proved ') : style.bad('DIFFERS')}  ${sentence}\n`)
  }
  const end =
    failed.length > 0
      ? `${failed.length} of ${findings.length} checks found differences.`
      : hasInputs(call)
        ? 'Everything was computed again from the inputs and is the same.'
        : 'Not proved: that these amounts were due. Give --network, --state, --claims for that.'
  io.stdout.write(`\n${end}\n`)
}

function toJson({ holds, sentence }: Finding): { holds: boolean; sentence: string } {
  return { holds, sentence }
}
