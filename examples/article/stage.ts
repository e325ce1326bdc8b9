// Runs a step's commands as a person would, each a process of its own, and prints them with what they said.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { StepFailure } from './step.js'
import type { Outcome, Resident, Stage } from './step.js'
import type { Printer } from './printer.js'

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
/** What stands for these words, as nothing is installed: everything else is a program of the machine. */
const programs: Readonly<Record<string, readonly string[]>> = {
  'rtnl': [process.execPath, file('../../bundle/rtnl.js')],
  'node': [process.execPath],
  'server.js': [file('./programs/server.js')],
  'get.js': [file('./programs/get.js')],
  'stay.js': [file('./programs/stay.js')],
}
const leftOut: Outcome = { status: undefined, stdout: '', stderr: '' }

/** How a step is run. Nothing of it said: all of it. */
export interface Mode {
  /** Which of the commands that may be left out is: a number from 1, or all. */
  readonly leaveOut?: number | 'all'
  /** Just what later steps need: nothing is looked at, nothing checked. */
  readonly onlyChanges?: boolean
}

/** `held`: a stream that each command holds as its descriptor 3, so that somebody sees when the last has gone. */
export interface StageOptions {
  readonly host: boolean
  readonly printer: Printer
  readonly held: ChildProcess['stdio'][number] | undefined
  /** Told of each command before it runs, and whether it succeeded. */
  readonly watch: {
    before (words: readonly string[]): void
    after (words: readonly string[], succeeded: boolean): void
  }
}

export class TheStage implements Stage {
  readonly host: boolean
  readonly #options: StageOptions
  readonly #residents = new Map<string, Program>()
  readonly #children = new Set<ChildProcess>()
  #mode: Mode = {}
  /** Of the step's commands. */
  #count = 0

  constructor (options: StageOptions) {
    this.#options = options
    this.host = options.host
  }

  /** A new step begins. */
  begin (mode: Mode): void {
    this.#mode = mode
    this.#count = 0
  }

  async act (command: string): Promise<void> {
    if (this.#skips(command)) return
    const outcome = await this.#shown(command)
    confirm(`\`${command}\` to succeed`, outcome.status === 0, outcome)
  }

  async attempt (command: string): Promise<Outcome> {
    return this.#skips(command) ? leftOut : await this.see(command)
  }

  async see (command: string): Promise<Outcome> {
    return this.#mode.onlyChanges === true ? leftOut : await this.#shown(command)
  }

  async #shown (command: string): Promise<Outcome> {
    this.#options.printer.command(command)
    const outcome = await this.quietly(command)
    this.#options.printer.output(outcome.stdout)
    this.#options.printer.output(outcome.stderr)
    return outcome
  }

  /** Runs a command and prints nothing. */
  async quietly (command: string): Promise<Outcome> {
    const words = command.split(' ')
    this.#options.watch.before(words)
    const child = this.#spawn(words, 'ignore')
    const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    this.#options.watch.after(words, status === 0)
    return { status: (status as number | null) ?? 128, stdout, stderr }
  }

  async start (name: string, command: string): Promise<void> {
    if (this.#skips(command)) return
    this.#options.printer.command(`${command} &`)
    const program = new Program(this.#spawn(command.split(' '), 'pipe'))
    this.#residents.set(name, program)
    await program.begun
    this.#options.printer.output(program.lines.join('\n') + program.trouble)
    confirm(`\`${command}\` to go on`, program.lines.length > 0, program.trouble)
  }

  resident (name: string): Resident | undefined {
    return this.#residents.get(name)
  }

  say (text: string): void {
    this.#options.printer.output(text)
  }

  expect (what: string, so: boolean, came: string | Outcome): void {
    if (this.#mode.onlyChanges === true) return
    confirm(what, so, came)
    this.#options.printer.fact(what)
  }

  async soon (what: string, look: () => readonly [so: boolean, came: string]): Promise<void> {
    if (this.#mode.onlyChanges === true) return
    for (const until = Date.now() + 5000; Date.now() < until && !look()[0];) await delay(10)
    this.expect(what, ...look())
  }

  by (link: string): string {
    return this.host ? ` -I ${link}` : ''
  }

  /** Ends everything that still runs. */
  async end (): Promise<void> {
    const gone = [...this.#children].map(child => once(child, 'close'))
    for (const child of this.#children) child.kill('SIGTERM')
    // What runs under `rtnl` ends with its standard input.
    for (const program of this.#residents.values()) program.letGo()
    await Promise.all(gone)
  }

  #skips (command: string): boolean {
    this.#count++
    if (this.#mode.leaveOut !== 'all' && this.#mode.leaveOut !== this.#count) return false
    this.#options.printer.note(`left out on purpose: ${command}`)
    return true
  }

  #spawn (words: readonly string[], stdin: 'pipe' | 'ignore'): ChildProcess {
    const [program = '', ...args] = words.flatMap(word => Object.hasOwn(programs, word) ? programs[word]! : [word])
    const { held } = this.#options
    const child = spawn(program, args, { stdio: [stdin, 'pipe', 'pipe', ...held == null ? [] : [held]] })
    this.#children.add(child)
    child.on('close', () => this.#children.delete(child))
    return child
  }
}

/** A program that stays. */
class Program implements Resident {
  readonly lines: string[] = []
  trouble = ''
  readonly #child: ChildProcess
  readonly #gone: Promise<unknown>
  /** When it has written its first line, or has ended without one. */
  readonly begun: Promise<unknown>

  constructor (child: ChildProcess) {
    this.#child = child
    this.#gone = once(child, 'close')
    let rest = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      const parts = (rest + part).split('\n')
      rest = parts.pop() ?? ''
      this.lines.push(...parts)
    })
    child.stderr?.setEncoding('utf8').on('data', (part: string) => { this.trouble += part })
    this.begun = Promise.race([this.#gone, new Promise(resolve => child.stdout?.once('data', resolve))])
  }

  letGo (): void {
    this.#child.stdin?.destroy()
  }

  async end (): Promise<void> {
    this.letGo()
    await this.#gone
  }
}

function confirm (what: string, so: boolean, came: string | Outcome): void {
  if (!so) throw new StepFailure(what, typeof came === 'string' ? came || 'nothing' : described(came))
}

function described ({ status, stdout, stderr }: Outcome): string {
  if (status === undefined) return 'nothing: it was not run'
  const said = [stdout, stderr].map(text => text.trim()).filter(text => text !== '').join('\n')
  return `exit status ${status}${said === '' ? ' and not a word' : `: ${said}`}`
}

async function text (stream: AsyncIterable<Buffer> | null): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream ?? []) parts.push(part)
  return Buffer.concat(parts).toString()
}
