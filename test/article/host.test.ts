// `npm run article -- --host`, on a machine that is thrown away (on-a-machine.ts): it leaves that as it was, however it ends, sends nothing
// out of it, and refuses where it would be in the way.
import { expect } from 'chai'
import { fileURLToPath } from 'node:url'
import { sandbox } from '../../src/index.js'
import { has } from '../needs.js'
import { rounds } from '../netns/witness.js'
import type { Facts } from './on-a-machine.js'

const program = fileURLToPath(new URL('./on-a-machine.js', import.meta.url))

/** Runs a scenario, and expects the machine to be afterwards as it was before. */
async function on (...scenario: string[]): Promise<Facts> {
  const running = sandbox([process.execPath, program, ...scenario], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const part of running.stdout ?? []) text += String(part)
  expect(await running).to.deep.equal({ code: 0, signal: null })
  const facts = JSON.parse(text) as Facts
  expect(facts.after).to.deep.equal(facts.before)
  expect(facts.left).to.deep.equal([])
  return facts
}

// `npm run soak` has every way to end it, and every obstacle.
describe('npm run article -- --host', function () {
  this.timeout(300_000)

  it('goes the same way on the machine itself, leaves nothing there, and sends nothing out of it', async () => {
    const { runs: [run], internet, control } = await on('connected')
    expect(run, run?.stdout.slice(-500)).to.include({ status: 0, signal: null, stderr: '' })
    expect(run?.stdout).to.match(/\n20 steps, all as the article says, in \d+\.\d s\n$/)
    expect(internet).to.equal(0)
    expect(control).to.be.above(0)
  })

  // Where the address is missing, 10.1.1.1 would be reached by the default route, if by anything.
  for (const step of rounds([], ['apart', 'addresses:3', 'delete'])) {
    it(`removes what it has made when it fails, and sends nothing out of the machine (${step})`, async () => {
      const { runs: [run], internet, control } = await on('connected', '--break', step)
      expect(run, run?.stdout.slice(-500)).to.include({ status: 1, signal: null, stderr: '' })
      expect(run?.stdout).to.include(` (${step.split(':')[0]}: `)
      expect(internet).to.equal(0)
      expect(control).to.be.above(0)
    })
  }

  const late = ['$ rtnl link set veth3 netns', 'with servers and a process inside'] as const
  for (const [text, when] of rounds([late], [['$ rtnl netns add', 'while the first command runs'] as const, late])) {
    if (rounds(false, true)) it(`removes what it has made after Ctrl-C ${when}, and ends by the signal`, async () => {
      const { runs: [run] } = await on('interrupted', text)
      expect(run).to.include({ status: null, signal: 'SIGINT', stderr: '' })
    })

    it(`has it removed after kill -9 ${when}; another run need not wait`, async () => {
      const { runs: [killed, again] } = await on('killed', text)
      expect(killed).to.include({ signal: 'SIGKILL' })
      expect(again).to.include({ status: 1, stderr: '' })
      expect(again?.stdout).to.include('step 2 (links: What is in it) did not go as the article says')
    })
  }

  it('refuses to run twice at a time', async () => {
    const { runs: [first, second] } = await on('twice')
    expect(first?.stdout).to.include('step 2 (links: What is in it) did not go as the article says')
    expect(second).to.deep.equal({ status: 1, signal: null, stdout: '', stderr: 'article: --host: another run is under way\n' })
  })

  const obstacles: ReadonlyArray<readonly [what: string, told: string]> = [
    ['namespace', 'there is a namespace netns1 already: see rtnl netns list'],
    ['link', 'there is a link veth2 already: see rtnl link show'],
    ['address', 'this machine has the address 10.1.1.77 already: see rtnl addr show'],
    ['route', 'this machine has a route for 10.1.0.0/16 already, which 10.1.1.0/24 would take from it: see rtnl route show'],
    ['capability [needs util-linux]', 'it needs CAP_NET_ADMIN: be root, or leave out --host'],
  ]
  for (const [what, told] of rounds(obstacles.filter(([what]) => /^(route|capability)/.test(what)), obstacles)) {
    it(`refuses before anything is touched: ${what}`, async function () {
      if (what.includes('util-linux') && !has('util-linux')) this.skip()
      const { runs: [run] } = await on('occupied', what.split(' ')[0]!)
      expect(run).to.deep.equal({ status: 1, signal: null, stdout: '', stderr: `article: --host: ${told}\n` })
    })
  }
})
