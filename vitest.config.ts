import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const packages = fileURLToPath(new URL('./packages/', import.meta.url))
const isCi = process.env['CI'] !== undefined && process.env['CI'] !== 'false'

// Tests read the sources of every package, so they need no build.
const alias = readdirSync(packages).flatMap((name) => [
  { find: new RegExp(`^@tlmkit/${name}$`), replacement: `${packages}${name}/src/index.ts` },
  { find: new RegExp(`^@tlmkit/${name}/([a-z]+)$`), replacement: `${packages}${name}/src/$1.ts` },
])

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['{packages,examples}/*/**/*.test.ts', '{bench,tools}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    fsModuleCache: !isCi,
    globalSetup: ['./packages/core/scripts/buildKernels.js', './tools/scripts/testFolder.js'],
    passWithNoTests: false,
    testTimeout: 300_000 * Math.max(1, Number(process.env['TLMKIT_FUZZ'] ?? 1)),
    reporters: ['default', 'json'],
    outputFile: { json: 'node_modules/.vitest-report.json' },
    typecheck: {
      enabled: true,
      include: ['packages/*/src/**/*.test-d.ts'],
      tsconfig: './tsconfig.test-d.json',
    },
  },
})
