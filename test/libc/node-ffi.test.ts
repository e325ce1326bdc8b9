// The same tests with node:ffi, in a Node that has it: RTNETLINK_NODE26 is its path.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { itNeeds } from '../needs.js'

const require = createRequire(import.meta.url)
const here = path.dirname(fileURLToPath(import.meta.url))

describe('node:ffi', function () {
  this.timeout(120_000)

  itNeeds('Node 26', 'passes the tests of libc and of ping', () => {
    const node = process.env['RTNETLINK_NODE26'] ?? ''
    const files = ['libc/libc.test.js', 'libc/faults.test.js', 'probe/ping.test.js'].map(file => path.join(here, '..', file))
    const mocha = path.join(path.dirname(require.resolve('mocha/package.json')), 'bin/mocha.js')
    const { stdout, stderr, status } = spawnSync(node, ['--no-warnings', mocha, '--reporter', 'json', '--timeout', '20000', ...files],
      { encoding: 'utf8', env: { ...process.env, RTNETLINK_FFI: 'node' }, maxBuffer: 1 << 24 })
    // The report is the last thing on the output; a test may have said something before.
    const report = JSON.parse(stdout.slice(stdout.indexOf('{\n  "stats"')) || '{}') as { stats?: { passes: number }, failures?: Array<{ fullTitle: string, err: { message: string } }> }
    expect(report.failures?.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`), stderr).to.deep.equal([])
    expect(report.stats?.passes, stderr).to.be.greaterThan(30)
    expect(status).to.equal(0)
  })
})
