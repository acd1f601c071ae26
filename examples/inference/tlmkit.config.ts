import { dgrid, ed25519Signatures } from '@tlmkit/presets'
import { PUBLIC_KEYS } from './signers.ts'

/** The preset, with the keys of those who sign in this example, and a guardian. */
export default dgrid({
  signatures: ed25519Signatures({ keys: PUBLIC_KEYS }),
  params: { pauseGuardians: ['gus'] },
})
