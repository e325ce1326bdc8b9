// netem: values with what they depend on behind them. tc-netem(8)
import { timeToTicks } from '../../show/tc/units.js'
import type { Words } from '../words.js'
import { isShare, isTime, nanoseconds, number, rate, share } from './units.js'

type Netem = Record<string, unknown>
/** `1% 25%`: how often, and how much that depends on the packet before. */
const dependent = (words: Words, what: string): { probability: number, correlation: number } =>
  ({ probability: share(words, what), correlation: isShare(words.peek) ? share(words, what) : 0 })
const corr = (netem: Netem, name: string, value: number): void => {
  if (value !== 0) netem['corr'] = { ...netem['corr'] as object | undefined, [name]: value }
}

const takes: Readonly<Record<string, (words: Words, netem: Netem, word: string) => void>> = {
  delay (words, netem, word) {
    const latency = nanoseconds(words, word)
    const jitter = isTime(words.peek) ? nanoseconds(words, word) : 0n
    Object.assign(netem, { latency: timeToTicks(Number(latency) / 1000), latency64: latency })
    if (jitter !== 0n) Object.assign(netem, { jitter: timeToTicks(Number(jitter) / 1000), jitter64: jitter })
    if (isShare(words.peek)) corr(netem, 'delayCorr', share(words, word))
  },
  loss (words, netem, word) {
    words.take('random')
    const { probability, correlation } = dependent(words, word)
    netem['lossRandom'] = probability
    corr(netem, 'lossCorr', correlation)
  },
  duplicate (words, netem, word) {
    const { probability, correlation } = dependent(words, word)
    netem['duplicate'] = probability
    corr(netem, 'dupCorr', correlation)
  },
  corrupt (words, netem, word) { netem['corrupt'] = dependent(words, word) },
  reorder (words, netem, word) { Object.assign(netem, { reorder: dependent(words, word), gap: netem['gap'] ?? 1 }) },
  gap (words, netem, word) { netem['gap'] = words.number(word) },
  limit (words, netem, word) { netem['limit'] = words.number(word) },
  ecn (_, netem) { netem['ecn'] = 1 },
  rate (words, netem, word) {
    const bytes = rate(words, word)
    const extra = ['packetOverhead', 'cellSize', 'cellOverhead'].flatMap(name => /^-?\d+$/.test(words.peek ?? '') ? [[name, number(words, name)] as const] : [])
    netem['rate'] = { rate: Math.min(bytes, 0xffffffff), ...Object.fromEntries(extra) }
    if (bytes > 0xffffffff) netem['rate64'] = BigInt(bytes)
  },
}
const others: Readonly<Record<string, string>> = { latency: 'delay', drop: 'loss', dup: 'duplicate' }

export function netem (words: Words): Netem {
  const given: Netem = { limit: 1000 }
  while (!words.done) {
    const word = words.next('option')
    const name = others[word] ?? word
    if (!Object.hasOwn(takes, name)) words.unknown(word)
    takes[name]!(words, given, word)
  }
  return given
}
