// Signals, as Node names them. signal(7)
import { constants } from 'node:os'
import { UsageError } from '../libc/errors.js'

/**
 * A signal's number. `place`: who was given it, for the message.
 * @throws UsageError for one that Node has no name for: it would say that the program ended with status 0
 */
export function signalNumber (signal: NodeJS.Signals | number, place = 'kill'): number {
  const number = typeof signal === 'string' ? constants.signals[signal] : signal
  if (number === 0 || Object.values(constants.signals).includes(number)) return number
  throw new UsageError(`${place}: ${signal} is no signal`)
}
