// What `npm test` runs: mocha over dist/test in a throw-away machine (src/netns/sandbox.ts), and the check that nothing
// is left of it. Arguments are mocha's: node dist/test/run.js [--grep TEXT] [FILES, or globs in quotes]
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { kernelProblem } from '../src/netns/kernel-answers.js'
import { sandbox, SandboxError } from '../src/netns/sandbox.js'
import type { Ended } from '../src/netns/sandbox.js'
import { endAs, endWithParent, passSignals } from '../src/netns/sandbox-signals.js'
import { runMocha, wanted } from './run-mocha.js'
import type { Tally } from './run-mocha.js'
import { differences, inside, outside, settled } from './run-leaks.js'

const here = path.dirname(fileURLToPath(import.meta.url))
/** The descriptor on which the run inside reports. */
const REPORT = 3

/**
 * What is said of the run inside, besides what mocha prints. `machine`: the namespaces that must be gone afterwards.
 */
interface Told extends Tally {
  readonly machine: readonly string[]
}

async function outer (args: readonly string[]): Promise<void> {
  // npm's script says `exec node`: killing npm, also with -9, kills this, and this being gone ends all that is inside.
  endWithParent()
  const silent = await kernelProblem()
  if (silent !== undefined) return await withoutSandbox(args, silent)
  const before = outside()
  const running = sandbox([process.execPath, '--enable-source-maps', fileURLToPath(import.meta.url), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, RTNETLINK_TEST: 'inside' },
  })
  const report = text(running.stdio[REPORT] ?? [])
  let ended: Ended
  try {
    ended = await passSignals(running)
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error
    return await withoutSandbox(args, error.message)
  }
  if (ended.signal !== null && ended.signal !== 'SIGKILL') endAs(ended)
  const told = parse(await report)
  const left = await settled(10, () => differences(before, outside(told?.machine)))
  for (const one of left) console.log(`  left on this machine: ${one}`)
  const how = ended.signal ?? `status ${ended.code}`
  if (told === undefined) console.log(`  the run inside ended with ${how} before it could say how it went`)
  finish({ passed: told?.passed ?? 0, failed: (told?.failed ?? 1) + left.length })
}

async function inner (args: readonly string[]): Promise<void> {
  const before = inside()
  const { options, files } = wanted(args)
  const tally = await runMocha(options, files.length === 0 ? all() : files)
  const left = await settled(3, () => differences(before, inside()))
  for (const one of left) console.log(`  left behind by the tests: ${one}`)
  const told: Told = { passed: tally.passed, failed: tally.failed + left.length, machine: before.namespaces }
  fs.writeSync(REPORT, JSON.stringify(told))
  process.exit(told.failed === 0 ? 0 : 1)
}

async function withoutSandbox (args: readonly string[], problem: string): Promise<void> {
  const { options, files } = wanted(args)
  const asked = files.length === 0 ? all() : files
  const pure = asked.filter(needsNoKernel)
  const tally = pure.length === 0 ? { passed: 0, failed: 0 } : await runMocha(options, pure)
  console.log(`  ${problem}`)
  console.log(`  left out, as they need a machine of their own: ${asked.length - pure.length} of ${asked.length} files`)
  console.log('  (what needs none is test/codec and *.pure.test.ts)')
  finish(tally)
}

/** Every test there is. */
function all (): string[] {
  const names = fs.readdirSync(here, { recursive: true }) as string[]
  return names.filter(name => name.endsWith('.test.js')).sort().map(name => path.join(here, name))
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
