/**
 * Processor time of this process so far: what other programs do beside it does not count, what the
 * garbage collector and the kernel do for it does.
 */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
