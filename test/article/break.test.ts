// Each step of the article broken in turn: a command left out, or, where a step only looks, a change that was not to be. The script must
// fail there and say what it expected and what came.
import { expect } from 'chai'
import { steps } from '../../examples/article/steps.js'
import { Run } from './witness.js'
import type { Ended } from './witness.js'
import { rounds } from '../netns/witness.js'

/** `step:N`: its Nth command left out; `step`: all of them, or spoilt. And the line that says what was expected. */
const breaks: ReadonlyArray<readonly [which: string, what: string, expected: RegExp]> = [
  ['add', 'netns1 is never made', /netns1 is listed/],
  ['links', 'lo is up', /only lo is there, and it is down/],
  ['loopback-down', 'lo is up', /Network is unreachable/],
  ['loopback-up', 'lo is left down', /127\.0\.0\.1 answers/],
  ['apart', 'they are connected', /from netns1: Network is unreachable/],
  ['pair', 'there is no cable', /veth0 is there/],
  ['move', 'veth1 is not moved', /veth1 is gone from the first namespace/],
  ['addresses:1', 'veth1 has no address', /veth1 has 10\.1\.1\.1\/24/],
  ['addresses:2', 'veth1 is left down', /veth0 and veth1 are up/],
  ['addresses:3', 'veth0 has no address', /veth0 has 10\.1\.1\.2\/24/],
  ['addresses:4', 'veth0 is left down', /veth0 and veth1 are up/],
  ['ping', 'the cable is dead', /netns1 answers the first namespace/],
  ['routes', 'a route is there that was not to be', /one route in netns1, by veth1/],
  ['ports:1', 'the first has no server', /the first namespace gets its own server's answer/],
  ['ports:2', 'netns1 has no server', /netns1 gets its own server's answer/],
  ['beyond', 'there is a default route', /Network is unreachable/],
  ['lo-stays', 'nobody tried', /EINVAL: its namespace is immutable/],
  ['by-pid:1', 'there is no second cable', /`rtnl link set veth3 netns \d+` to succeed/],
  ['by-pid:2', 'no process is in netns1', /one process is in netns1/],
  ['by-pid:3', 'veth3 is not moved', /veth3 is seen in netns1/],
  ['way-back', 'veth3 is not moved', /veth3 is in the first namespace/],
  ['shut-off:1', 'veth3 is not in netns1', /the command is carried out/],
  ['shut-off:2', 'nobody tried', /the command is carried out/],
  ['no-network', 'nobody tried', /it sees only lo, and that is down/],
  ['delete', 'netns1 is not deleted', /the name is gone/],
  ['capability:1', 'there is no namespace', /it sees the links of netns1/],
  ['capability:2', 'nobody tried', /but may not change them: EPERM, and what it would need/],
  ['end', 'netns1 is not deleted', /no netns1/],
]
/** A run takes up to 17 s: `npm test` has one of each kind of witness, `npm run soak` every one. */
const few = ['loopback-up', 'move', 'addresses:3', 'ports:2']
const tried = rounds(breaks.filter(([which]) => few.includes(which)), breaks)
/** Programs at once: more would only wait for a processor. */
const LANES = 2

describe('npm run article -- --break', function () {
  this.timeout(300_000)
  const runs = new Map<string, Promise<Ended>>()
  const begin = new Map<string, () => void>()
  const lanes: Array<Promise<unknown>> = []

  before(() => {
    for (const [which] of tried) {
      runs.set(which, new Promise<void>(resolve => begin.set(which, resolve)).then(async () => await new Run(['--break', which]).ended))
    }
    const waiting = tried.map(([which]) => which)
    const lane = async (): Promise<void> => {
      for (let which = waiting.shift(); which !== undefined; which = waiting.shift()) {
        begin.get(which)?.()
        await runs.get(which)
      }
    }
    for (let number = 0; number < LANES; number++) lanes.push(lane())
  })
  after(async () => { await Promise.all(lanes) })

  it('has a break for every step', () => {
    expect([...new Set(breaks.map(([which]) => which.split(':')[0]))]).to.deep.equal(steps.map(step => step.name))
  })

  for (const [which, what, expected] of tried) {
    const number = steps.findIndex(step => step.name === which.split(':')[0]) + 1
    it(`notices at step ${number} that ${what} (${which})`, async () => {
      const { status, signal, stdout, stderr } = await runs.get(which)!
      expect({ status, signal, stderr }).to.deep.equal({ status: 1, signal: null, stderr: '' })
      const step = steps[number - 1]!
      const [, told = ''] = stdout.split(`\nstep ${number} (${step.name}: ${step.title}) did not go as the article says\n`)
      expect(told.split('\n')[0]).to.match(/^ {2}expected: /).and.to.match(expected)
      expect(told.split('\n')[1]).to.match(/^ {2}came: {5}\S/)
      // It is the last that was begun.
      expect(stdout).to.not.include(`\n${String(number + 1).padStart(2)}. `)
    })
  }
})
