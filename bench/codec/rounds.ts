// Measuring side by side: in each round every contender runs once, so that what else the machine does hits all of them alike.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
export const collect = runInNewContext('gc') as () => void

export interface Contender {
  readonly name: string
  /** Does the work once and says how long it took, in nanoseconds. */
  readonly once: () => number
}
export interface Result { readonly name: string, readonly min: number, readonly median: number }

export const timed = (work: () => unknown) => (): number => {
  collect()
  const begin = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - begin)
}

/** Nanoseconds for one of `count` messages. The first three rounds are not counted: the JIT is at work. */
export function compare (contenders: readonly Contender[], count: number, rounds = 15): readonly Result[] {
  const times = contenders.map((): number[] => [])
  for (let round = -3; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const i = (turn + Math.max(round, 0)) % contenders.length
      const time = contenders[i]!.once()
      if (round >= 0) times[i]!.push(time / count)
    }
  }
  return contenders.map(({ name }, i) => {
    const sorted = times[i]!.sort((a, b) => a - b)
    return { name, min: sorted[0]!, median: sorted[sorted.length >> 1]! }
  })
}

/** Bytes of heap for each of `count` objects that `make` gives. */
export function heapOf (make: () => unknown, count: number): number {
  make()
  collect()
  const before = process.memoryUsage().heapUsed
  const kept = make()
  collect()
  const bytes = process.memoryUsage().heapUsed - before
  return kept === undefined ? 0 : bytes / count
}
