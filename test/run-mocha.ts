// mocha in this process: its options from the command line, its files, its counts.
import { createRequire } from 'node:module'
import path from 'node:path'
import Mocha from 'mocha'

/** How a run went. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

// What mocha's own command line is made of; its types are not published.
const require = createRequire(import.meta.url)
const { loadOptions } = require('mocha/lib/cli/options.cjs') as { loadOptions: (args: string[]) => Mocha.MochaOptions & { _: string[] } }
const { lookupFiles } = require('mocha/lib/cli/lookup-files.js') as { lookupFiles: (glob: string, extensions: string[]) => string[] | string }

/** Runs `files`, or of them those that `args` name (paths or globs from the working directory), with mocha's other options of `args`. */
export async function runMocha (args: readonly string[], files: readonly string[]): Promise<Tally> {
  // Two processors and a namespace a test: mocha's 2 s are for tests that start no programs.
  const { _: globs, ...options } = loadOptions(['--timeout', '20000', ...args])
  const named = new Set(globs.flatMap(glob => lookupFiles(glob, ['.js'])).map(file => path.resolve(file)))
  const mocha = new Mocha(options)
  for (const file of files) if (globs.length === 0 || named.has(file)) mocha.addFile(file)
  await mocha.loadFilesAsync()
  return await new Promise(resolve => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {}
      // A run of nothing is a mistake in its arguments.
      if (passes + failures + pending === 0) console.log('  no test ran')
      resolve({ passed: passes, failed: passes + failures + pending === 0 ? 1 : failures })
    })
  })
}
