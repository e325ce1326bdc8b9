// A namespace of its own, and the loopback in it.
import * as kernel from '../kernel.js'
import type { Outcome, Step } from '../step.js'

/** What a person would have to type to see it: nothing but a `lo` that is down. */
export function onlyLoDown ({ stdout }: Outcome): boolean {
  const names = [...stdout.matchAll(/^\d+: ([^:@\s]+)/gm)].map(([, name = '']) => name)
  return /^\d+: lo: <LOOPBACK> /.test(stdout) && kernel.others(names).join() === 'lo'
}

export const unreachable = ({ status, stderr }: Outcome): boolean =>
  status === 2 && stderr.includes('Network is unreachable')
export const answered = ({ status, stdout }: Outcome, address: string): boolean =>
  status === 0 && stdout.includes(`bytes from ${address}: icmp_seq=1 `)

export const add: Step = {
  name: 'add',
  title: 'A network namespace with a name',
  why: 'A network namespace is a second network stack: its own links, addresses, routes, ports and ' +
    'firewall. A name is a file in ' +
    '/var/run/netns that the namespace is mounted on, which keeps it alive while no process is in it.',
  async run (stage) {
    await stage.act('rtnl netns add netns1')
    const list = await stage.see('rtnl netns list')
    stage.expect('netns1 is listed', list.stdout.split('\n').includes('netns1'), list)
    stage.expect(`${kernel.directory}/netns1 is there`,
      kernel.names().includes('netns1'), `${kernel.directory}: ${kernel.names().join(' ')}`)
    const namespace = kernel.mountedOn('netns1')
    stage.expect('the namespace is mounted on it',
      namespace !== undefined && namespace !== kernel.namespaceOf('self'), `${namespace}`)
    const pids = await stage.see('rtnl netns pids netns1')
    const inside = kernel.processesIn(namespace)
    stage.expect('it is alive without any process in it',
      pids.status === 0 && pids.stdout === '' && inside.length === 0, `processes ${inside.join(' ')} ${pids.stdout}`)
  },
}

export const links: Step = {
  name: 'links',
  title: 'What is in it',
  why: 'A new namespace has nothing but a loopback of its own, and that is down. `rtnl netns exec` runs any ' +
    'program inside; ' +
    '`rtnl -n netns1` is the short way for rtnl itself.',
  spoil: ['rtnl -n netns1 link set lo up'],
  async run (stage) {
    const shown = await stage.see('rtnl netns exec netns1 rtnl link show')
    stage.expect('only lo is there, and it is down', shown.status === 0 && onlyLoDown(shown), shown)
    const found = kernel.links('netns1')
    stage.expect('the kernel\'s own list says the same', found.join() === 'lo', found.join(' '))
  },
}

export const loopbackDown: Step = {
  name: 'loopback-down',
  title: 'As long as lo is down, not even 127.0.0.1 is there',
  why: 'There is no route to it yet: the kernel adds that when the link is set up.',
  spoil: ['rtnl -n netns1 link set lo up'],
  async run (stage) {
    const ping = await stage.see('rtnl -n netns1 ping -c 1 127.0.0.1')
    stage.expect('Network is unreachable', unreachable(ping), ping)
  },
}

export const loopbackUp: Step = {
  name: 'loopback-up',
  title: 'Setting lo up',
  why: 'With its loopback up, the namespace can talk to itself. The 127.0.0.1 of the first namespace is ' +
    'another one: nothing arrives there.',
  async run (stage) {
    const before = kernel.echoes()
    await stage.act('rtnl -n netns1 link set lo up')
    const ping = await stage.see('rtnl -n netns1 ping -c 1 127.0.0.1')
    stage.expect('127.0.0.1 answers', answered(ping, '127.0.0.1'), ping)
    stage.expect('it was netns1 that was asked',
      kernel.echoes('netns1') === 1, `${kernel.echoes('netns1')} echo requests in netns1`)
    // On the machine itself others ping as well.
    if (!stage.host) stage.expect('and not the first namespace',
      kernel.echoes() === before, `${kernel.echoes() - before} echo requests in the first namespace`)
  },
}

export const apart: Step = {
  name: 'apart',
  title: 'netns1 and the first namespace cannot reach each other yet',
  why: 'Nothing connects the two: in neither is there a link that leads to the other.',
  spoil: [
    'rtnl link add veth0 type veth peer name veth1 netns netns1',
    'rtnl addr add 10.1.1.2/24 dev veth0', 'rtnl link set veth0 up',
    'rtnl -n netns1 addr add 10.1.1.1/24 dev veth1', 'rtnl -n netns1 link set veth1 up',
  ],
  async run (stage) {
    const out = await stage.see('rtnl -n netns1 ping -c 1 10.1.1.2')
    stage.expect('from netns1: Network is unreachable', unreachable(out), out)
    // On the machine itself a default route would take a request to 10.1.1.1 somewhere: by lo it stays here.
    const into = await stage.see(`rtnl ping -c 1${stage.host ? ' -W 0.5 -I lo' : ''} 10.1.1.1`)
    if (stage.host) stage.expect('from the first: no answer', into.status === 1, into)
    else stage.expect('from the first: Network is unreachable', unreachable(into), into)
  },
}
