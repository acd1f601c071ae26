const ZEROS = new Uint8Array(1 << 16)

/** Zeroes bytes. On shared memory `set` takes about a quarter of the time of `fill(0)`. */
export function zeroBytes(bytes: Uint8Array, start: number, end: number): void {
  let at = start
  for (; end - at > ZEROS.length; at += ZEROS.length) bytes.set(ZEROS, at)
  bytes.set(ZEROS.subarray(0, end - at), at)
}
