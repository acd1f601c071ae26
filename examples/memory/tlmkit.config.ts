import { ed25519Signatures, lagrangeMemory } from '@tlmkit/presets'
import { PUBLIC_KEYS } from './signers.ts'

/** The preset, with the keys of those who sign in this example. */
export default lagrangeMemory({ signatures: ed25519Signatures({ keys: PUBLIC_KEYS }) })
