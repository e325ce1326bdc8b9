// Where the programs and threads of this package are, which are started by their files.
import { fileURLToPath } from 'node:url'
import { UsageError } from '../libc/errors.js'
import { fs, urlOf } from '../libc/node.js'

/** @throws UsageError where this file was put into a bundle, and they were not */
export function programFile (name: string): string {
  const file = fileURLToPath(new URL(name, urlOf(import.meta)))
  if (fs.existsSync(file)) return file
  throw new UsageError(`${file} is not there: a bundler has to leave the package rtnetlink outside of the bundle`)
}
