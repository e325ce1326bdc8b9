// What `npm test` runs: mocha over dist/test in a throw-away machine (src/netns/sandbox.ts), and the check that nothing is left of it.
// Arguments are mocha's: node dist/test/run.js [--grep TEXT] [FILES, or globs in quotes]
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sandbox, sandboxProblem } from '../src/netns/sandbox.js'
import { endAs, endWithParent, passSignals } from '../src/netns/sandbox-signals.js'
import { runMocha } from './run-mocha.js'
import type { Tally } from './run-mocha.js'
import { differences, inside, outside, settled } from './run-leaks.js'

const here = path.dirname(fileURLToPath(import.meta.url))
/** The descriptor on which the run inside reports. */
const REPORT = 3

/** What is said of the run inside, besides what mocha prints. `machine`: the namespaces that must be gone afterwards. */
interface Told extends Tally {
  readonly machine: readonly string[]
}

async function outer (args: readonly string[]): Promise<void> {
  // npm's script says `exec node`: killing npm, also with -9, kills this, and this being gone ends all that is inside.
  endWithParent()
  const problem = await sandboxProblem()
  if (problem !== undefined) return await withoutSandbox(args, problem)
  const before = outside()
  const running = sandbox([process.execPath, '--enable-source-maps', fileURLToPath(import.meta.url), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, RTNETLINK_TEST: 'inside' },
  })
  const report = text(running.stdio[REPORT] ?? [])
  const ended = await passSignals(running)
  if (ended.signal !== null && ended.signal !== 'SIGKILL') endAs(ended)
  const told = parse(await report)
  const left = await settled(() => differences(before, outside(told?.machine)))
  for (const one of left) console.log(`  left on this machine: ${one}`)
  if (told === undefined) console.log(`  the run inside ended with ${ended.signal ?? `status ${ended.code}`} before it could say how it went`)
  finish({ passed: told?.passed ?? 0, failed: (told?.failed ?? 1) + left.length })
}

async function inner (args: readonly string[]): Promise<void> {
  const before = inside()
  const tally = await runMocha(args, files())
  const left = await settled(() => differences(before, inside()))
  for (const one of left) console.log(`  left behind by the tests: ${one}`)
  const told: Told = { passed: tally.passed, failed: tally.failed + left.length, machine: before.namespaces }
  fs.writeSync(REPORT, JSON.stringify(told))
  process.exit(told.failed === 0 ? 0 : 1)
}

async function withoutSandbox (args: readonly string[], problem: string): Promise<void> {
  const all = files()
  const pure = all.filter(needsNoKernel)
  const tally = await runMocha(args, pure)
  console.log(`  ${problem}`)
  console.log(`  left out, as they need a kernel to themselves: ${all.length - pure.length} of ${all.length} files, all but test/codec and *.pure.test.ts`)
  finish(tally)
}

function files (): string[] {
  return (fs.readdirSync(here, { recursive: true }) as string[]).filter(file => file.endsWith('.test.js')).sort().map(file => path.join(here, file))
}

function needsNoKernel (file: string): boolean {
  return file.startsWith(path.join(here, 'codec') + path.sep) || file.endsWith('.pure.test.js')
}

function finish ({ passed, failed }: Tally): never {
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}

function parse (report: string): Told | undefined {
  return report === '' ? undefined : JSON.parse(report) as Told
}

async function text (parts: Iterable<never> | AsyncIterable<Buffer>): Promise<string> {
  let all = ''
  for await (const part of parts) all += String(part)
  return all
}

await (process.env['RTNETLINK_TEST'] === 'inside' ? inner : outer)(process.argv.slice(2))
