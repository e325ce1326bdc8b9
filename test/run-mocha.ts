// mocha in this process: its options from the command line, its files, its counts.
import { createRequire } from 'node:module'
import path from 'node:path'
import Mocha from 'mocha'

/** How a run went. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/**
 * What a command line asks of mocha. `files`: those that it names (paths, or globs from the working directory); none:
 * all.
 */
export interface Wanted {
  readonly options: Mocha.MochaOptions
  readonly files: readonly string[]
}

// What mocha's own command line is made of; its types are not published.
const require = createRequire(import.meta.url)
const { loadOptions } = require('mocha/lib/cli/options.cjs') as {
  loadOptions: (args: string[]) => Mocha.MochaOptions & { _: string[] }
}
const { lookupFiles } = require('mocha/lib/cli/lookup-files.js') as {
  lookupFiles: (glob: string, extensions: string[]) => string[] | string
}

export function wanted (args: readonly string[]): Wanted {
  // Two processors and a namespace a test: mocha's 2 s are for tests that start no programs.
  const { _: globs, ...options } = loadOptions(['--timeout', '20000', ...args])
  return { options, files: globs.flatMap(glob => lookupFiles(glob, ['.js'])).map(file => path.resolve(file)) }
}

export async function runMocha (options: Mocha.MochaOptions, files: readonly string[]): Promise<Tally> {
  const mocha = new Mocha(options)
  for (const file of files) mocha.addFile(file)
  await mocha.loadFilesAsync()
  const skipped: string[] = []
  return await new Promise(resolve => {
    const runner = mocha.run(() => {
      // With all of its titles: somewhere in them is what the machine lacks.
      for (const title of skipped) console.log(`  skipped: ${title}`)
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {}
      // A run of nothing is a mistake in its arguments.
      const nothing = passes + failures + pending === 0
      if (nothing) console.log('  no test ran')
      resolve({ passed: passes, failed: nothing ? 1 : failures })
    })
    runner.on('pending', test => skipped.push(test.fullTitle()))
  })
}
