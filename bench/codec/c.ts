// The decoder in C (route.c), compiled when the bench runs, in a directory of its own that goes afterwards.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** From dist/bench/codec/. */
const source = join(import.meta.dirname, '..', '..', '..', 'bench', 'codec', 'route.c')

export interface CDecoder extends Disposable {
  /** Nanoseconds for one message, of some thirty rounds. */
  run (): readonly number[]
}
/** Undefined where there is no C compiler. */
export function cDecoder (datagrams: readonly Uint8Array[]): CDecoder | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'bench-codec-'))
  const program = join(directory, 'route')
  const compiled = spawnSync('cc', ['-O2', '-o', program, source], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (compiled.status !== 0) {
    rmSync(directory, { recursive: true })
    if (compiled.error === undefined) throw new Error('cc could not compile route.c')
    return undefined
  }
  const data = join(directory, 'datagrams')
  const lengthOf = ({ length }: Uint8Array): Uint8Array => new Uint8Array(Uint32Array.of(length).buffer)
  writeFileSync(data, Buffer.concat(datagrams.flatMap(datagram => [lengthOf(datagram), datagram])))
  return {
    run () {
      const { status, stdout } = spawnSync(program, [data], { encoding: 'utf8' })
      if (status !== 0) throw new Error(`the decoder in C ended with ${status}`)
      return stdout.trim().split('\n').map(Number)
    },
    [Symbol.dispose] () { rmSync(directory, { recursive: true }) },
  }
}
