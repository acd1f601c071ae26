// Runs under any Node, so plain JavaScript without newer syntax.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `tlmkit needs Node 22.18 or newer, and this is Node ${process.versions.node}.\n` +
      'Run scripts through pnpm, which brings the pinned Node with it: npx -y pnpm@12 test',
  )
  process.exit(1)
}
