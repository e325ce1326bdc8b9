// Options of a command, by Node's own parser, with its refusals as one line.
import { CommandLineError } from './command.js'

/**
 * What `parse`, a call of parseArgs, gives.
 * @throws CommandLineError with parseArgs' first sentence, and where to look
 */
export function parsed<T> (parse: () => T, help: string): T {
  try {
    return parse()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code?.startsWith('ERR_PARSE_ARGS') !== true) throw error
    const [sentence = ''] = message.split(/\.?(?:\n|$)|\. /)
    const ambiguous = /^Option '(-\S+?)' argument is ambiguous/.exec(sentence)
    const told = ambiguous === null ? sentence : `${ambiguous[1]} wants a value that does not begin with "-"`
    throw new CommandLineError(`${told}: see ${help}`)
  }
}
