// Where the data of other projects lies that the codec is measured against. Nothing of it is in this repository.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** ../shared, from dist/test/conformance. */
export const shared = join(import.meta.dirname, '..', '..', '..', '..', 'shared')
export const isThere = existsSync(join(shared, 'uapi'))
export const table = (...path: string[]): string[][] => readFileSync(join(shared, ...path), 'utf8').trim().split('\n').slice(1).map(line => line.split('\t'))
