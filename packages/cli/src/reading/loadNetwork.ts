import { InputError, didYouMean, isTlmkitError, type Network } from '@tlmkit/core'
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FileName } from './readBytes.js'
import { toFileError } from './toFileError.js'

const PATH = /[\\/]|\.[cm]?[jt]s$/

/**
 * The network that `--network` names: a preset, or a file whose default export is one.
 *
 * Errors: `network-unknown`, `file-not-found`, `config-failed`, `config-without-network`, and those
 * of defining a network.
 */
export async function loadNetwork(name: FileName): Promise<Network> {
  return PATH.test(name.path) ? await loadConfig(name) : await findPreset(name.path)
}

/** The networks that have a name of their own. */
export async function presetNetworks(): Promise<readonly Network[]> {
  const presets: object = await import('@tlmkit/presets')
  return Object.values<unknown>({ ...presets }).filter(isNetwork)
}

async function findPreset(name: string): Promise<Network> {
  const networks = await presetNetworks()
  const found = networks.find((network) => network.name === name)
  if (found !== undefined) return found
  const names = networks.map((network) => network.name)
  throw new InputError({
    code: 'network-unknown',
    message:
      `There is no network "${name}".${didYouMean(name, names)} ` +
      `Presets: ${names.join(', ')}; or give a file: ./tlmkit.config.ts.`,
    details: { network: name },
  })
}

async function loadConfig({ path, cwd }: FileName): Promise<Network> {
  const url = pathToFileURL(resolve(cwd, path))
  if (!existsSync(url))
    throw toFileError(Object.assign(new Error(), { code: 'ENOENT' }), 'read', path)
  let config: unknown
  try {
    lendPackages()
    config = await import(url.href)
  } catch (error) {
    if (isTlmkitError(error)) throw error
    const what = error instanceof Error ? error.message : String(error)
    throw new InputError({
      code: 'config-failed',
      message: `${path} cannot be loaded: ${what}`,
      details: { path },
      cause: error,
    })
  }
  const network = isObject(config) && 'default' in config ? config.default : undefined
  if (isNetwork(network)) return network
  throw new InputError({
    code: 'config-without-network',
    message: `${path} must export a network: export default defineNetwork({ ... }).`,
    details: { path },
  })
}

let isLending = false

/** A config file outside of any installation finds the tlmkit packages of this command. */
function lendPackages(): void {
  if (isLending) return
  isLending = true
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context)
      } catch (error) {
        if (!specifier.startsWith('@tlmkit/')) throw error
        return next(specifier, { ...context, parentURL: import.meta.url })
      }
    },
  })
}

function isNetwork(value: unknown): value is Network {
  if (!isObject(value) || !('kinds' in value) || !('name' in value)) return false
  return value.kinds instanceof Map && typeof value.name === 'string' && 'denominations' in value
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
