#!/usr/bin/env node
import { readFile } from 'node:fs/promises';

const manifest: unknown = JSON.parse(
  await readFile(new URL('../package.json', import.meta.url), 'utf8'),
);
if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) {
  throw new Error('package.json of @tlmkit/cli states no version');
}
console.log(`tlmkit ${String(manifest.version)}`);
