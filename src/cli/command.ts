// What a command of `rtnl` is, and what it is given.
import type { NetworkNamespace } from '../netns/namespace.js'

/** The options that stand before the object, as `ip` has them. */
export interface Context {
  /** -n: the commands work in this namespace. */
  readonly namespace: NetworkNamespace | undefined
  /** -4, -6, -M, -f FAMILY */
  readonly family: 'inet' | 'inet6' | 'mpls' | 'bridge' | undefined
  readonly json: boolean
  readonly pretty: boolean
  readonly details: boolean
  readonly statistics: boolean
  print (text: string): void
}

export interface Command {
  /** One line. */
  readonly summary: string
  /** What `rtnl OBJECT help` prints: the forms, what each does, an example that works. */
  readonly help: string
  /** @returns the exit status; 0 if it returns nothing */
  run (words: readonly string[], context: Context): Promise<number | void>
}

/** The command line makes no sense: told with where to look, exit status 255 as `ip`'s (1 for an object that is none). */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError'

  constructor (message: string, readonly status = 255) { super(message) }
}
