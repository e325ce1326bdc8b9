// Two ends of a cable, one in each namespace, and what goes over it.
import { NetworkNamespace, RtnetlinkSync } from '../../../src/index.js'
import * as kernel from '../kernel.js'
import type { Step } from '../step.js'
import { answered } from './namespace.js'

export const pair: Step = {
  name: 'pair',
  title: 'Two ends of a virtual cable',
  why: 'veth links come in pairs: what goes into one end comes out of the other. Both are in the first ' +
    'namespace, so far.',
  async run (stage) {
    await stage.act('rtnl link add veth0 type veth peer name veth1')
    for (const [name, peer] of [['veth0', 'veth1'], ['veth1', 'veth0']]) {
      const shown = await stage.see(`rtnl link show ${name}`)
      stage.expect(`${name} is there, and ${peer} is its other end`,
        shown.status === 0 && shown.stdout.includes(`: ${name}@${peer}: `), shown)
    }
  },
}

export const move: Step = {
  name: 'move',
  title: 'One end goes to netns1',
  why: 'A link is in one namespace at a time. Moved, it is gone here, and there under its name.',
  async run (stage) {
    await stage.act('rtnl link set veth1 netns netns1')
    const here = await stage.see('rtnl link show veth1')
    stage.expect('veth1 is gone from the first namespace',
      here.status === 1 && here.stderr.includes('ENODEV') && !kernel.links().includes('veth1'), here)
    const there = await stage.see('rtnl -n netns1 link show')
    stage.expect('veth1 is in netns1',
      there.stdout.includes(': veth1@') && kernel.links('netns1').join() === 'lo,veth1', there)
  },
}

export const addresses: Step = {
  name: 'addresses',
  title: 'An address for each end',
  why: 'Both in 10.1.1.0/24, so each end knows that the other is next door. A link that is set up gets its ' +
    'route with it.',
  async run (stage) {
    await stage.act('rtnl -n netns1 addr add 10.1.1.1/24 dev veth1')
    await stage.act('rtnl -n netns1 link set veth1 up')
    await stage.act('rtnl addr add 10.1.1.2/24 dev veth0')
    await stage.act('rtnl link set veth0 up')
    // Both ends are up at once; that the cable has a carrier is noted a little later.
    await stage.soon('veth0 and veth1 are up', () => {
      const states = [state('veth1', 'netns1'), state('veth0')]
      return [states.every(state => state === 'up'), `veth1 is ${states[0]}, veth0 is ${states[1]}`]
    })
    const inside = await stage.see('rtnl -n netns1 addr show veth1')
    stage.expect('veth1 has 10.1.1.1/24', inside.stdout.includes('inet 10.1.1.1/24 '), inside)
    const outside = await stage.see('rtnl addr show veth0')
    stage.expect('veth0 has 10.1.1.2/24', outside.stdout.includes('inet 10.1.1.2/24 '), outside)
  },
}

function state (name: string, inside?: string): string {
  using namespace = inside === undefined ? undefined : NetworkNamespace.openSync(inside)
  using rt = RtnetlinkSync.open({ namespace })
  return `${rt.link.get(name).operstate}`
}

export const ping: Step = {
  name: 'ping',
  title: 'The two reach each other',
  why: 'An echo request goes over the cable, and the answer comes back: from both sides.',
  spoil: ['rtnl link set veth0 down'],
  async run (stage) {
    const into = await stage.see(`rtnl ping -c 1${stage.by('veth0')} 10.1.1.1`)
    stage.expect('netns1 answers the first namespace', answered(into, '10.1.1.1'), into)
    const before = kernel.echoes()
    const out = await stage.see('rtnl -n netns1 ping -c 1 10.1.1.2')
    stage.expect('the first namespace answers netns1', answered(out, '10.1.1.2'), out)
    stage.expect('the request arrived in the first namespace',
      kernel.echoes() > before, `${kernel.echoes() - before} echo requests`)
  },
}
