// All benches, one after the other: npm run bench (quick), npm run bench:full. What stands beside other libraries is measured by
// ../shared/bench/peers, which `bench/peer` is the entry for: see docs/performance.md.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const full = process.argv[2] === 'full'
const benches: ReadonlyArray<readonly [about: string, script: string, quick: string, full: string]> = [
  ['the codec: ns and bytes a message', 'codec', '', ''],
  ['the calls to the C library: µs each', 'ffi', '', ''],
  ['lists by their size', 'lists', 'quick', 'full'],
  ['a model of many routes', 'state', '20000', '100000'],
  ['programs in a namespace', 'exec', '50', '200'],
]
for (const [about, script, few, all] of benches) {
  console.log(`\n=== ${about} (bench/${script}.ts)\n`)
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, `${script}.js`), full ? all : few].filter(word => word !== ''), { stdio: 'inherit' })
  // The codec's bench says what is beyond its target by its status.
  if (status !== 0) process.exitCode = 1
}
