// `npm run article`: the whole of "Namespaces in operation, part 7: network namespaces" with `rtnl`, in a throw-away machine.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { RtnetlinkSync, sandbox, SandboxError, type Ended } from '../../src/index.js'
import { endAs, endWithParent, passSignals } from '../../src/netns/sandbox-signals.js'
import { Host, HostError } from './host.js'
import { printer as makePrinter } from './printer.js'
import type { Printer } from './printer.js'
import { runSteps, type Break } from './runner.js'
import { TheStage } from './stage.js'
import { steps } from './steps.js'

const help = `usage: npm run article [-- --host]

Network namespaces from the beginning: the steps of https://lwn.net/Articles/580893/ ("Namespaces in operation, part 7"), each with the
commands, what they say, and a check that it is so. It runs in a throw-away machine (see \`rtnl sandbox help\`) as any user, touches nothing
outside, and takes some seconds.

  --host    on this machine itself, as root: makes the namespace netns1 and the links veth0 to veth3, and removes them in any case.
            Refuses where something of that name, or of the addresses 10.1.1.0/24, is there already
  --help

Exit status: 0 if all is as the article says, 1 if not.
`
const options = { host: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, break: { type: 'string' } } as const
const INSIDE = 'RTNETLINK_ARTICLE'

async function main (args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options })
  if (values.help === true) {
    process.stdout.write(help)
    return 0
  }
  const broken = values.break === undefined ? undefined : breakOf(values.break)
  const colours = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''
  const printer = makePrinter(text => { process.stdout.write(text) }, colours)
  if (values.host === true) return await onHost(printer, broken)
  if (process.env[INSIDE] !== undefined) return await inSandbox(printer, broken)
  endWithParent()
  let ended: Ended
  try {
    ended = await passSignals(sandbox([process.execPath, fileURLToPath(import.meta.url), ...args], { env: { ...process.env, [INSIDE]: 'inside' } }))
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error
    process.stderr.write(`article: ${error.message}\n`)
    return 1
  }
  endAs(ended)
}

async function inSandbox (printer: Printer, broken: Break | undefined): Promise<number> {
  printer.heading('Namespaces in operation, part 7: network namespaces (https://lwn.net/Articles/580893/), in a throw-away machine')
  // As on any machine. Here the first namespace is as new as the one that the article is about to make.
  {
    using rt = RtnetlinkSync.open()
    rt.link.change('lo', { flags: { up: true } })
  }
  const stage = new TheStage({ host: false, printer, held: undefined, watch: { before () {}, after () {} } })
  const well = await runSteps(stage, printer, broken)
  return well ? 0 : 1
}

async function onHost (printer: Printer, broken: Break | undefined): Promise<number> {
  let host: Host
  try {
    host = await Host.take()
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    process.stderr.write(`article: --host: ${error.message}\n`)
    return 1
  }
  printer.heading('Namespaces in operation, part 7: network namespaces (https://lwn.net/Articles/580893/), on this machine')
  const stage = new TheStage({ host: true, printer, held: host.held, watch: host })
  const end = async (): Promise<void> => {
    await stage.end()
    await host.leave()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => void end().finally(() => endAs({ code: null, signal: name })))
  }
  try {
    return await runSteps(stage, printer, broken) ? 0 : 1
  } finally {
    await end()
  }
}

function breakOf (text: string): Break {
  const [name = '', number] = text.split(':')
  if (!steps.some(step => step.name === name)) throw new TypeError(`--break: there is no step "${name}"; there are ${steps.map(step => step.name).join(', ')}`)
  return { name, which: number === undefined ? 'all' : Number(number) }
}

main(process.argv.slice(2)).then(status => process.exit(status), (error: unknown) => {
  const { message, code } = error as NodeJS.ErrnoException
  process.stderr.write(error instanceof TypeError || code?.startsWith('ERR_PARSE_ARGS') === true ? `article: ${message}\n` : `${String((error as Error).stack)}\n`)
  process.exit(1)
})
