import { writeFileSync } from 'node:fs'
import { findParamsFaults, freshReadme } from './findParamsFaults.ts'
import { loadPackages } from './loadPackages.ts'

/** Writes the tables of parameters into the READMEs; gives what that does not put right. */
export async function writeParamsDocs(): Promise<readonly string[]> {
  for (const one of await loadPackages()) {
    const fresh = freshReadme(one)
    if (fresh === one.readme) continue
    writeFileSync(one.readmeUrl, fresh)
    console.log(`Written: packages/${one.name}/README.md`)
  }
  return findParamsFaults(await loadPackages())
}
