import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const tests = ['**/*.test.ts', '**/*.test-d.ts', '**/*.bench.ts']

// Which packages the sources of a package may import. `ours` are names under @tlmkit/, where a
// trailing * matches the rest; `others` are packages with all their subpaths. A package that is
// not in the table may import anything.
const boundaries = {
  core: { ours: [], others: ['@noble/hashes'] },
  params: { ours: ['core'], others: ['zod'] },
  formats: {
    ours: ['core'],
    others: [
      'apache-arrow',
      'hyparquet',
      'hyparquet-compressors',
      'hyparquet-writer',
      'lossless-json',
      'node:[^/]+',
    ],
  },
  'tlm-*': { ours: ['core', 'params'], others: ['zod', '@noble/hashes'] },
  governance: { ours: ['core', 'params'], others: ['zod', '@noble/hashes'] },
  'memory-pool': { ours: ['core'], others: [] },
  presets: { ours: ['core', 'params', 'tlm-*', 'governance'], others: ['zod', '@noble/curves'] },
  testing: { ours: ['core'], others: ['vitest', 'fast-check'] },
  contracts: { ours: [], others: [] },
  // What lifecycles have signed: types only.
  'adapter-evm': { ours: ['core', 'contracts', 'governance'], others: ['viem', '@noble/curves'] },
  sdk: { ours: ['core', 'adapter-evm', 'contracts'], others: ['viem'] },
}

const inTests = {
  ours: ['testing'],
  others: [
    'vitest',
    'fast-check',
    'ajv',
    'typescript',
    '@openzeppelin/merkle-tree',
    '@ethereumjs/vm',
    'node:[^/]+',
  ],
}

const outOfPackage = {
  regex: '^(?:\\.\\./)+(?:packages/)?[^./]+/(?:src|dist)/',
  message: 'Import another package by its name, never by a relative path.',
}

/** @param {string} owner @param {{ ours: string[], others: string[] }} allowed */
function restrictImports(owner, allowed) {
  const ours = allowed.ours.map((name) => `@tlmkit/${name.replace('*', '[^/]+')}`)
  const names = [...ours, ...allowed.others]
  const listed = names.length > 0 ? names.join(', ') : 'nothing'
  return [
    'error',
    {
      patterns: [
        outOfPackage,
        {
          regex: `^(?!\\.{1,2}/${names.map((name) => `|${name}(?:/|$)`).join('')})`,
          message: `${owner} may import ${listed} and its own files (eslint.config.js, boundaries).`,
        },
      ],
    },
  ]
}

const boundaryConfigs = Object.entries(boundaries).flatMap(([owner, allowed]) => {
  const files = [`packages/${owner}/src/**/*.ts`]
  const wider = {
    ours: [...allowed.ours, ...inTests.ours],
    others: [...allowed.others, ...inTests.others],
  }
  return [
    {
      files,
      ignores: tests,
      rules: {
        'no-restricted-imports': restrictImports(owner, allowed),
        'no-restricted-syntax': [
          'error',
          { selector: 'ImportExpression', message: 'Import statically; boundaries are checked.' },
        ],
      },
    },
    {
      files: files.flatMap((glob) => tests.map((test) => glob.replace('**/*.ts', test))),
      rules: { 'no-restricted-imports': restrictImports(`A test of ${owner}`, wider) },
    },
  ]
})

export default defineConfig(
  globalIgnores([
    ...['**/dist/**', '**/node_modules/**', '**/.turbo/**', '*.config.*'],
    // AssemblyScript is not TypeScript; what it compiles to is not for reading.
    ...['packages/core/assembly/**', '**/*.generated.ts'],
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.js'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'no-restricted-imports': ['error', { patterns: [outOfPackage] }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A TLM without columns, events or renames is an ordinary TLM.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      '@typescript-eslint/strict-boolean-expressions': [
        'error',
        { allowString: false, allowNumber: false, allowNullableObject: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // A cast in a JSDoc comment stays invisible to this rule.
    files: ['**/*.js'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  ...boundaryConfigs,
)
