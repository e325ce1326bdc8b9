// What the codec costs who builds with it: the time of tsc, and the size of its declarations.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.js'
import { root } from './shared.js'

const SECONDS = 10
const BYTES = 500_000

interface Built { readonly seconds: number, readonly bytes: number, readonly said: string }
/** Checks and builds the codec alone, from nothing. */
function build (): Built {
  const out = mkdtempSync(join(tmpdir(), 'codec-'))
  try {
    const options = ['--extendedDiagnostics', '--incremental', 'false', '--outDir', out, '--rootDir', root, '-p', join(root, 'test', 'conformance', 'tsconfig.codec.json')]
    const said = execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), ...options], { encoding: 'utf8' })
    const files = readdirSync(join(out, 'codec'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.d.ts'))
    return { seconds: number(said, 'Total time'), bytes: files.reduce((sum, name) => sum + statSync(join(out, 'codec', name)).size, 0), said }
  } finally {
    rmSync(out, { recursive: true })
  }
}
const number = (said: string, name: string): number => Number(new RegExp(`^${name}: *([\\d.]+)`, 'm').exec(said)?.[1] ?? NaN)

export function size (): Figure[] {
  // Told, and never judged: how fast a machine is, and what else it has to do, is not the codec's. A first try finds nothing in memory.
  const first = build()
  const { seconds, bytes, said } = first.seconds < SECONDS ? first : [first, build()].sort((a, b) => a.seconds - b.seconds)[0]!
  const [check, emit, types, instantiations] = ['Check time', 'Emit time', 'Types', 'Instantiations'].map(name => number(said, name))
  const busy = loadavg()[0]! > availableParallelism() ? ', on a busy machine' : ''
  return [
    {
      name: `build time of the codec, to be ${SECONDS} s`, got: 0, of: 0, text: `${seconds.toFixed(1)} s${busy}`, wrong: [],
      notes: [`tsc --extendedDiagnostics: check ${check} s, emit ${emit} s, ${types} types, ${instantiations} instantiations, ${Math.round(number(said, 'Memory used') / 1024)} MB`],
    },
    { name: `types of the codec (.d.ts), of ${BYTES / 1000} kB`, got: 0, of: 0, text: `${Math.round(bytes / 1000)} kB`, wrong: bytes < BYTES ? [] : [`${bytes} bytes`] },
  ]
}
