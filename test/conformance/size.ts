// What the codec costs who builds with it: the time of tsc, and the size of its declarations.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.js'
import { root } from './shared.js'

const SECONDS = 10
const BYTES = 500_000

/** Checks and builds the codec alone, from nothing. */
export function size (): Figure[] {
  const out = mkdtempSync(join(tmpdir(), 'codec-'))
  try {
    const options = ['--extendedDiagnostics', '--incremental', 'false', '--outDir', out, '--rootDir', root]
    const said = execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), ...options, '-p', join(root, 'test', 'conformance', 'tsconfig.codec.json')], { encoding: 'utf8' })
    const number = (name: string): number => Number(new RegExp(`^${name}: *([\\d.]+)`, 'm').exec(said)?.[1] ?? NaN)
    const bytes = readdirSync(join(out, 'codec'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.d.ts')).reduce((sum, name) => sum + statSync(join(out, 'codec', name)).size, 0)
    const seconds = number('Total time')
    // On a machine that has other things to do, the time says nothing.
    const busy = loadavg()[0]! > availableParallelism()
    return [
      {
        name: `build time of the codec, of ${SECONDS} s`, got: 0, of: 0, text: `${seconds.toFixed(1)} s${busy ? ', on a busy machine: not judged' : ''}`, wrong: busy || seconds < SECONDS ? [] : [`${seconds} s`],
        notes: [`tsc --extendedDiagnostics: check ${number('Check time')} s, emit ${number('Emit time')} s, ${number('Types')} types, ${number('Instantiations')} instantiations, ${Math.round(number('Memory used') / 1024)} MB`],
      },
      { name: `types of the codec (.d.ts), of ${BYTES / 1000} kB`, got: 0, of: 0, text: `${Math.round(bytes / 1000)} kB`, wrong: bytes < BYTES ? [] : [`${bytes} bytes`] },
    ]
  } finally {
    rmSync(out, { recursive: true })
  }
}
