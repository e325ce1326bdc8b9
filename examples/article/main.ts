// `npm run article`: the whole of "Namespaces in operation, part 7: network namespaces" with `rtnl`, in a throw-away
// machine.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { RtnetlinkSync, sandbox, SandboxError, type Ended } from '../../src/index.js'
import { CommandLineError } from '../../src/cli/command.js'
import { parsed } from '../../src/cli/options.js'
import { endAs, endWithParent, passSignals } from '../../src/netns/sandbox-signals.js'
import { Host, HostError } from './host.js'
import { printer as makePrinter } from './printer.js'
import type { Printer } from './printer.js'
import { runSteps, type Break } from './runner.js'
import { TheStage } from './stage.js'
import { steps } from './steps.js'

const help = `usage: npm run article [-- --host]

Network namespaces from the beginning: the steps of https://lwn.net/Articles/580893/ ("Namespaces in operation,
part 7"), each with its commands, what they say, and a check that it is so. It runs in a throw-away machine (see
\`rtnl sandbox help\`) as any user, touches nothing outside, and takes some seconds.

  --host    on this machine itself, as root: makes the namespace netns1 and the links veth0 to veth3, and removes
            them in any case. Refuses where something of that name, or of 10.1.1.0/24, is there already
  --help

Exit status: 0 if all is as the article says, 1 if not.
`
const options = { host: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, break: { type: 'string' } } as const
const INSIDE = 'RTNETLINK_ARTICLE'
const title = 'Namespaces in operation, part 7: network namespaces (https://lwn.net/Articles/580893/)'

async function main (args: readonly string[]): Promise<number> {
  const { values } = parsed(() => parseArgs({ args: [...args], options }), 'npm run article -- --help')
  if (values.help === true) {
    process.stdout.write(help)
    return 0
  }
  const broken = values.break === undefined ? undefined : breakOf(values.break)
  if (values.host === true) return await onHost(broken)
  if (process.env[INSIDE] !== undefined) return await inSandbox(broken)
  endWithParent()
  let ended: Ended
  try {
    const again = [process.execPath, fileURLToPath(import.meta.url), ...args]
    ended = await passSignals(sandbox(again, { env: { ...process.env, [INSIDE]: 'inside' } }))
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error
    process.stderr.write(`article: ${error.message}\n`)
    return 1
  }
  endAs(ended)
}

async function inSandbox (broken: Break | undefined): Promise<number> {
  const printer = toStdout(() => true)
  printer.heading(`${title}, in a throw-away machine`)
  // As on any machine. Here the first namespace is as new as the one that the article is about to make.
  {
    using rt = RtnetlinkSync.open()
    rt.link.change('lo', { flags: { up: true } })
  }
  const stage = new TheStage({ host: false, printer, held: undefined, watch: { before () {}, after () {} } })
  const well = await runSteps(stage, printer, broken)
  return well ? 0 : 1
}

async function onHost (broken: Break | undefined): Promise<number> {
  let host: Host
  try {
    host = await Host.take()
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    process.stderr.write(`article: --host: ${error.message}\n`)
    return 1
  }
  let interrupted = false
  // What a command says that was interrupted is nobody's business.
  const printer = toStdout(() => !interrupted)
  printer.heading(`${title}, on this machine`)
  const stage = new TheStage({ host: true, printer, held: host.held, watch: host })
  const end = async (): Promise<void> => {
    await stage.end()
    await host.leave()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      interrupted = true
      void end().finally(() => endAs({ code: null, signal: name }))
    })
  }
  try {
    return await runSteps(stage, printer, broken) ? 0 : 1
  } finally {
    // The signal's end is this process' end.
    await (interrupted ? new Promise(() => {}) : end())
  }
}

function toStdout (wanted: () => boolean): Printer {
  const coloured = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''
  return makePrinter(text => { if (wanted()) process.stdout.write(text) }, coloured)
}

function breakOf (text: string): Break {
  const [name = '', number] = text.split(':')
  const names = steps.map(step => step.name)
  const there = names.join(', ')
  if (!names.includes(name)) throw new CommandLineError(`--break: there is no step "${name}"; there are ${there}`)
  return { name, which: number === undefined ? 'all' : Number(number) }
}

// Whoever read it has enough.
process.stdout.on('error', () => process.exit(1))
main(process.argv.slice(2)).then(status => process.exit(status), (error: unknown) => {
  const told = error instanceof CommandLineError ? `article: ${error.message}` : String((error as Error).stack)
  process.stderr.write(`${told}\n`)
  process.exit(1)
})
