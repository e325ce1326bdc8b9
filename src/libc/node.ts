// Node's own, where the usual way to it costs too much. `import` makes a wrapper of a module, for which it asks for all that the module has: of node:fs
// that is its streams, 8 ms of every start, of node:util a parser, a differ and more, 4 ms. Others are large themselves, and wanted by few programs.
import { pathToFileURL } from 'node:url'

export const fs = process.getBuiltinModule('node:fs')
export const util = process.getBuiltinModule('node:util')
export const net = (): typeof import('node:net') => process.getBuiltinModule('node:net')
export const childProcess = (): typeof import('node:child_process') => process.getBuiltinModule('node:child_process')
/** The URL of the file that says `import.meta`, which is empty where a bundler has made CommonJS of it. */
export const urlOf = (meta: ImportMeta): string => meta.url ?? pathToFileURL(__filename).href

/** Milliseconds on a clock that only goes forward. The first use of `performance` loads thirteen modules, 2 to 3 ms. */
export function now (): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}
/** Has others run. */
export const nextTurn = (): Promise<void> => new Promise(resolve => { setImmediate(resolve) })
