import type { Column } from '../claims/columns.js'
import * as layout from './rowLayout.js'

/** Types of columns by number, as kernels know them. */
export const COLUMN_TYPES: Record<Column['type'], number> = {
  amount: layout.TYPE_WIDE,
  units: layout.TYPE_WIDE,
  flag: layout.TYPE_TRUTH,
  oneOf: layout.TYPE_ONE_OF,
  id: layout.TYPE_ID,
  account: layout.TYPE_ACCOUNT,
  ratio: layout.TYPE_RATIO,
  rate: layout.TYPE_RATIO,
  opaque: layout.TYPE_OPAQUE,
  text: layout.TYPE_TEXT,
  list: layout.TYPE_LIST,
}
