// What commands print.
import type { Context } from './command.js'
import type { Facts } from './show/facts.js'

/** One line, or with -p one member a line; bytes as hexadecimal, 64-bit numbers as numbers while they are safe and else as text. */
export function printJson (value: unknown, context: Context): void {
  context.print(`${jsonText(value, context)}\n`)
}
export const jsonText = (value: unknown, { pretty }: Pick<Context, 'pretty'>): string => JSON.stringify(value, forJson, pretty ? 4 : undefined)

/** What `show` found: JSON, or for people, a text each. */
export function printShown<T = Facts> (shown: readonly T[], text: (one: T) => string, context: Context, facts?: (one: T) => Facts): void {
  if (context.json) printJson(facts === undefined ? shown : shown.map(facts), context)
  else for (const one of shown) context.print(text(one))
}

function forJson (_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value >= -Number.MAX_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}
