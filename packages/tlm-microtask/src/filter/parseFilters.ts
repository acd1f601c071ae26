import { InputError } from '@tlmkit/core'
import { parseHex } from '../tasks/parseHex.js'
import { FILTER_BYTES } from './bloomBits.js'
import { filterCount } from './buildFilters.js'

/**
 * The filters of a batch of `taskCount` tasks from the hex text of the column `filters`.
 *
 * Errors: `filters-invalid`.
 */
export function parseFilters(text: string, taskCount: number): Uint8Array {
  const filters = parseHex(text)
  const bytes = filterCount(taskCount) * FILTER_BYTES
  if (filters?.length === bytes) return filters
  throw new InputError({
    code: 'filters-invalid',
    message: `Filters of ${taskCount} tasks are ${bytes} bytes; write ${2 * bytes} hex digits.`,
    details: { taskCount, bytes, digits: text.length },
  })
}
