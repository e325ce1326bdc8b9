// What is each namespace's own: routes, ports. NAT, bridges and the firewall's view will have their steps here.
import * as kernel from '../kernel.js'
import type { Step } from '../step.js'
import { unreachable } from './namespace.js'

export const routes: Step = {
  name: 'routes',
  title: 'Routes are each namespace\'s own',
  why: 'netns1 has one route: to its neighbours on the cable. Nothing of the first namespace\'s table is in ' +
    'it, nor the other way round.',
  spoil: ['rtnl -n netns1 route add 10.2.2.0/24 via 10.1.1.2'],
  async run (stage) {
    const inside = await stage.see('rtnl -n netns1 route show')
    stage.expect('one route in netns1, by veth1',
      /^10\.1\.1\.0\/24 dev veth1 [^\n]*src 10\.1\.1\.1 *\n$/.test(inside.stdout), inside)
    stage.expect('the kernel\'s own table says the same',
      kernel.routes('netns1').join() === 'veth1', kernel.routes('netns1').join(' '))
    const first = await stage.see('rtnl route show')
    stage.expect('the first has its own, by veth0',
      /^10\.1\.1\.0\/24 dev veth0 .*src 10\.1\.1\.2 *$/m.test(first.stdout) && !first.stdout.includes('veth1'), first)
  },
}

export const ports: Step = {
  name: 'ports',
  title: 'The same port, bound in both at once',
  why: 'Two web servers on 127.0.0.1 with one port number, which one namespace would refuse. Each answers ' +
    'who asks from its own namespace.',
  async run (stage) {
    await stage.start('first', `node server.js ${stage.host ? 0 : 8080} the first namespace`)
    const first = stage.resident('first')
    const port = /:(\d+)$/.exec(first?.lines[0] ?? '')?.[1] ?? '8080'
    await stage.start('inside', `rtnl netns exec netns1 node server.js ${port} netns1`)
    const inside = stage.resident('inside')
    const here = await stage.see(`node get.js http://127.0.0.1:${port}/from-the-first`)
    stage.expect('the first namespace gets its own server\'s answer', here.stdout === 'the first namespace\n', here)
    const there = await stage.see(`rtnl netns exec netns1 node get.js http://127.0.0.1:${port}/from-netns1`)
    stage.expect('netns1 gets its own server\'s answer', there.stdout === 'netns1\n', there)
    await stage.soon('each server was asked once, from its own namespace', () => {
      const asked = [first, inside].map(server => server?.lines.slice(1).join(', ') ?? '')
      const well = asked.join(';') === 'asked for /from-the-first;asked for /from-netns1'
      return [well, `the first: ${asked[0]}; netns1: ${asked[1]}`]
    })
    const again = await stage.see(`rtnl netns exec netns1 node server.js ${port} a second one`)
    stage.expect('a second one in netns1 is refused: the address is in use',
      again.status === 1 && again.stderr.includes('EADDRINUSE'), again)
    await inside?.end()
  },
}

export const beyond: Step = {
  name: 'beyond',
  title: 'Nothing leads beyond',
  why: 'netns1 knows its neighbours and no more. For the rest of the world it would need a default route, ' +
    'and somebody who forwards.',
  // Not by a gateway: on the machine itself the request might go on from there.
  spoil: [
    'rtnl -n netns1 link add veth4 type veth peer name veth5',
    'rtnl -n netns1 link set veth5 up', 'rtnl -n netns1 link set veth4 up',
    'rtnl -n netns1 route add default dev veth4',
  ],
  async run (stage) {
    const out = await stage.see('rtnl -n netns1 ping -c 1 192.0.2.1')
    stage.expect('Network is unreachable', unreachable(out), out)
  },
}
