/** Options that name the first settlement of examples/pocket, whose files start generates. */
export const EXAMPLE_FILES =
  '--network examples/pocket/tlmkit.config.ts \\\n' +
  '  --state examples/pocket/data/state.json --tables examples/pocket/data/tables \\\n' +
  '  --claims examples/pocket/data/claims-1.ndjson'

/** The same, with its height. */
export const EXAMPLE_SETTLEMENT = `${EXAMPLE_FILES} \\\n  --height 944913`

/** The same, minting all that is burned or what the main network mints of it. */
export const EXAMPLE_DIFF = `${EXAMPLE_SETTLEMENT} \\\n  --params examples/pocket/data/mint-all.json --against examples/pocket/data/mint-less.json`

/** A parameter of the same network. */
export const EXAMPLE_PARAM =
  '--network examples/pocket/tlmkit.config.ts --state examples/pocket/data/state.json \\\n' +
  '  --explain mintRatio'

/** A bill for inference that is late. */
export const EXAMPLE_QUOTE = '--network dgrid --cu-max 130 --cu 100 --model chat-small --t 1200'

/** Where start writes its journal and receipt. */
export const EXAMPLE_FOLDER = 'examples/pocket/data/settlement-1'

/** A capped claim of it. */
export const EXAMPLE_CLAIM = 'relays/app-002/session-944861-app-002/sup-0012'

/** Its claims as a file of row bytes, in canonical order. */
export const EXAMPLE_CONVERSION =
  'examples/pocket/data/claims-1.ndjson examples/pocket/data/claims-1.rows --force \\\n' +
  '  --network examples/pocket/tlmkit.config.ts --kind relays --sort \\\n' +
  '  --state examples/pocket/data/state.json --height 944913'

/** The story of examples/microtask, whose files its start generates. */
export const EXAMPLE_SCRIPT =
  '--network lagrange-microtask --state examples/microtask/data/state.json \\\n' +
  '  --commands examples/microtask/data/commands.ndjson'

/** The same network, and its state after the story. */
export const EXAMPLE_STATE =
  '--network lagrange-microtask --state examples/microtask/data/state-after.json'

/** A change of its parameters, and the impact on the story that led there. */
export const EXAMPLE_PROPOSAL =
  `burnRate=0.03 \\\n  ${EXAMPLE_STATE} \\\n` +
  '  --before examples/microtask/data/state.json \\\n' +
  '  --commands examples/microtask/data/commands.ndjson --pool module/insurance'
