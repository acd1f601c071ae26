import './requireNode.js'
import { registerHooks } from 'node:module'

// Reads the sources of our packages, as tests do: no build is needed.
registerHooks({
  resolve(specifier, context, next) {
    const own = /^@tlmkit\/([a-z-]+)(?:\/([a-z]+))?$/.exec(specifier)
    if (own !== null) {
      const [, name = '', entry = 'index'] = own
      return next(new URL(`../../packages/${name}/src/${entry}.ts`, import.meta.url).href, context)
    }
    const fromSource = context.parentURL?.endsWith('.ts') === true && specifier.startsWith('.')
    return next(fromSource ? specifier.replace(/\.js$/, '.ts') : specifier, context)
  },
})

// Named by address, so that the types of its compiler stay out of this program.
const kernels = new URL('../../packages/core/scripts/buildKernels.js', import.meta.url)
/** @type {{ default: () => Promise<void> }} */
const { default: buildKernels } = await import(kernels.href)
await buildKernels()
const { writeParamsDocs } = await import('../docs/params/writeParamsDocs.ts')
const faults = await writeParamsDocs()
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
