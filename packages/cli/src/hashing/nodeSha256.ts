import type { Sha256 } from '@tlmkit/core'
import { createHash } from 'node:crypto'

/** SHA-256 of node:crypto, for the core. */
export const nodeSha256: Sha256 = () => createHash('sha256')
