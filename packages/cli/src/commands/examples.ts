/** Options that name the files of the first settlement of examples/pocket. */
export const EXAMPLE_FILES =
  '--network pocket --state examples/pocket/state.json \\\n' +
  '  --tables examples/pocket/tables --claims examples/pocket/claims-1.ndjson'

/** The same, with its height. */
export const EXAMPLE_SETTLEMENT = `${EXAMPLE_FILES} \\\n  --height 100`

/** A capped claim of it. */
export const EXAMPLE_CLAIM = 'relays/app1/session1/supplier1'
