// A command to run inside: the program with its arguments, its directory and its environment.
import path from 'node:path'
import { UsageError, withoutZero } from '../libc/errors.js'

export interface Command {
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The command as it is handed on, its directory as a whole path.
 * @throws UsageError for what Node's spawn would refuse elsewhere, where nobody could be told
 */
export function commandOf (
  words: readonly string[], { env = process.env, cwd = '' }: { readonly env?: Command['env'], readonly cwd?: string }
): Command {
  if (words.length === 0) throw new UsageError('a command is needed: the program and its arguments')
  if (words[0] === '') throw new UsageError('command[0]: the name of a program is needed')
  for (const [name, value] of Object.entries(env)) withoutZero(`${name}=${value}`, 'env')
  return { command: words.map((word, at) => withoutZero(String(word), `command[${at}]`)), cwd: path.resolve(withoutZero(cwd, 'cwd')), env }
}
