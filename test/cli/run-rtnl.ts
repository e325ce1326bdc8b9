// Runs `rtnl`, and other programs beside it, for the tests of the commands.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What package.json has for `rtnl`: bundled, it starts in half the time. */
export const main = fileURLToPath(new URL('../../bundle/rtnl.js', import.meta.url))

export interface Said {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

const mayEnter = (directory: string): boolean => {
  try { accessSync(directory, constants.X_OK) } catch (error) { return (error as NodeJS.ErrnoException).code !== 'EACCES' }
  return true
}
/** Without the directories that are shut to this user: for a program that is nowhere, execvp(3) would answer EACCES because of them. */
const env = { ...process.env, PATH: (process.env['PATH'] ?? '').split(delimiter).filter(mayEnter).join(delimiter) }

/** Any program, to its end. */
export function program (file: string, ...args: string[]): Said {
  const { status, signal, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8', env, timeout: 120_000 })
  if (error !== undefined) throw error
  return { status, signal, stdout, stderr }
}

/** The words with which `rtnl` is started, for a program that starts it. */
export const rtnlWords: readonly string[] = [process.execPath, main]
export const rtnl = (...args: string[]): Said => program(process.execPath, main, ...args)

/** `rtnl`, once it or its command has written something. Its own process group. */
export async function rtnlGoing (...args: string[]): Promise<{ child: ChildProcess, said: () => string, ended: Promise<Said> }> {
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (part: string) => { stdout += part })
  child.stderr.setEncoding('utf8').on('data', (part: string) => { stderr += part })
  const ended = once(child, 'close').then(([status, signal]) => ({ status, signal, stdout, stderr }) as Said)
  await Promise.race([once(child.stdout, 'data'), ended])
  return { child, said: () => stdout, ended }
}

/** A refusal: nothing on standard output, one line on standard error. */
export const refusal = (status: number, line: string): Said => ({ status, signal: null, stdout: '', stderr: `rtnl: ${line}\n` })
export const success = (stdout = ''): Said => ({ status: 0, signal: null, stdout, stderr: '' })
