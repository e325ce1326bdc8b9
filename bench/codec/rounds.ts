// Measuring side by side: in each round every contender runs once, so that what else the machine does hits all of them
// alike. Rounds are short, about a millisecond: on a busy machine some of them are left alone, and the minimum is one
// of those.
import { Session, type HeapProfiler } from 'node:inspector'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
export const collect = runInNewContext('gc') as () => void

export interface Contender {
  readonly name: string
  /** Does the work and gives the nanoseconds of one message; a program of its own, those of several rounds. */
  once (round: number): number | readonly number[]
  /** Takes part in one of so many rounds. */
  readonly every?: number
}
export interface Result { readonly name: string, readonly min: number, readonly median: number }

export const timed = (count: number, work: (round: number) => unknown) => (round: number): number => {
  const begin = process.hrtime.bigint()
  work(round)
  return Number(process.hrtime.bigint() - begin) / count
}

/** A quarter as many rounds go before and are not counted: the JIT is at work. */
export function compare (contenders: readonly Contender[], rounds: number): readonly Result[] {
  const times = contenders.map((): number[] => [])
  for (let round = 0; round < rounds * 1.25; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const i = (turn + round) % contenders.length
      const { once, every = 1 } = contenders[i]!
      if (round % every !== 0) continue
      const time = once(round)
      if (round >= rounds / 4) times[i]!.push(...typeof time === 'number' ? [time] : time)
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

/** Bytes that `work` allocates for each of `count` messages, what is collected again among them: sampled, one place in 4 KiB. */
export function allocatedBy (work: () => unknown, count: number): number {
  work()
  const session = new Session()
  session.connect()
  const options = { samplingInterval: 4096, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true }
  session.post('HeapProfiler.startSampling', options)
  work()
  let bytes = 0
  const add = ({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): void => {
    bytes += selfSize
    children.forEach(add)
  }
  session.post('HeapProfiler.stopSampling', (_, { profile }) => { add(profile.head) })
  session.disconnect()
  return bytes / count
}
