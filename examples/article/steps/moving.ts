// Which links move, where to, and what keeps them from coming back.
import * as kernel from '../kernel.js'
import type { Stage, Step } from '../step.js'

/** Which of the two namespaces has veth3, by the kernel's own lists. */
const whereIs = (link: string): string => [
  ...kernel.links().includes(link) ? ['the first namespace'] : [],
  ...kernel.links('netns1').includes(link) ? ['netns1'] : [],
].join(' and ') || 'neither'

function expectIn (stage: Stage, link: string, place: 'netns1' | 'the first namespace'): void {
  stage.expect(`${link} is in ${place}`, whereIs(link) === place, `it is in ${whereIs(link)}`)
}

export const loStays: Step = {
  name: 'lo-stays',
  title: 'lo cannot be moved',
  why: 'Each namespace has its own loopback for good. Some others (bridges, for one) are as immutable.',
  async run (stage) {
    const moved = await stage.attempt('rtnl link set lo netns netns1')
    // Linux 6.1 has no words of its own for it; ours are the hint's.
    stage.expect('EINVAL: its namespace is immutable',
      moved.status === 2 && /EINVAL: .*(immutable|belong to their namespace for good)/.test(moved.stderr), moved)
    const here = kernel.links()
    stage.expect('lo is where it was', here.includes('lo'), here.join(' '))
  },
}

export const byPid: Step = {
  name: 'by-pid',
  title: 'To a namespace by a process that is in it',
  why: 'A namespace without a name can be meant by any process inside: its PID stands for it.',
  async run (stage) {
    await stage.act('rtnl link add veth2 type veth peer name veth3')
    await stage.start('dweller', 'rtnl netns exec netns1 node stay.js')
    const pids = await stage.see('rtnl netns pids netns1')
    const inside = kernel.processesIn(kernel.mountedOn('netns1'))
    stage.expect('one process is in netns1', inside.length === 1 && pids.stdout.trim() === `${inside[0]}`, pids)
    await stage.act(`rtnl link set veth3 netns ${inside[0]}`)
    const shown = await stage.see('rtnl -n netns1 link show veth3')
    stage.expect('veth3 is seen in netns1', shown.status === 0 && shown.stdout.includes(': veth3@'), shown)
    expectIn(stage, 'veth3', 'netns1')
  },
}

export const wayBack: Step = {
  name: 'way-back',
  title: 'And back, by PID 1',
  why: 'Who has the rights in netns1 and sees the first namespace\'s PID 1 can push a link out to it: that is no wall.',
  async run (stage) {
    await stage.act('rtnl -n netns1 link set veth3 netns 1')
    expectIn(stage, 'veth3', 'the first namespace')
  },
}

export const shutOff: Step = {
  name: 'shut-off',
  title: 'Shut off: where PID 1 is another',
  why: 'In a PID and a mount namespace of its own a process sees no PID outside. Its PID 1 is in netns1 ' +
    'itself, and so the link stays there.',
  async run (stage) {
    await stage.act('rtnl link set veth3 netns netns1')
    const first = await stage.see('rtnl -n netns1 run --own-pids -- rtnl netns identify 1')
    stage.expect('PID 1 is in netns1, there', first.stdout === 'netns1\n', first)
    const moved = await stage.attempt('rtnl -n netns1 run --own-pids -- rtnl link set veth3 netns 1')
    stage.expect('the command is carried out', moved.status === 0, moved)
    expectIn(stage, 'veth3', 'netns1')
  },
}
