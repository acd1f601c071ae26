import { existsSync, readFileSync } from 'node:fs'

/**
 * The part of vitest's json report that is read here.
 * @typedef {{ fullName: string, status: string }} TestResult
 * @typedef {{ name: string, status: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ testResults: FileResult[] }} Report
 */

const [path = ''] = process.argv.slice(2)
const text = existsSync(path) ? readFileSync(path, 'utf8') : '{ "testResults": [] }'
const report = /** @type {Report} */ (JSON.parse(text))

const tests = report.testResults.flatMap((file) => file.assertionResults)
const passed = tests.filter(({ status }) => status === 'passed')
const failed = tests.filter(({ status }) => status === 'failed')
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
// A file that fails before its first test reports no test of its own.
const brokenFiles = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed'),
)

for (const { fullName } of skipped) console.log(`skipped: ${fullName}`)
for (const { name } of brokenFiles) console.log(`failed to run: ${name}`)
if (tests.length === 0) console.log('no test ran')

const failedCount = failed.length + brokenFiles.length
console.log(`${passed.length} passed, ${failedCount} failed, ${skipped.length} skipped`)
process.exitCode = failedCount > 0 || tests.length === 0 ? 1 : 0
