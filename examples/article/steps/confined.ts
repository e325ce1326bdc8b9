// Processes with less: without a network, in a namespace that is being deleted, without the right to change it.
import * as kernel from '../kernel.js'
import type { Step } from '../step.js'
import { onlyLoDown } from './namespace.js'

export const noNetwork: Step = {
  name: 'no-network',
  title: 'A process with its network off',
  why: 'An empty namespace is a way to take a program\'s network away: nothing to see, nothing to reach, ' +
    'and no way back to where it was.',
  async run (stage) {
    const shown = await stage.attempt('rtnl run --no-network -- rtnl link show')
    stage.expect('it sees only lo, and that is down', shown.status === 0 && onlyLoDown(shown), shown)
    const first = stage.resident('first')
    const address = /[\d.]+:\d+$/.exec(first?.lines[0] ?? '')?.[0]
    const asked = await stage.see(`rtnl run --no-network -- node get.js http://${address}/from-nowhere`)
    stage.expect('it does not reach the server from before',
      asked.status === 1 && asked.stderr.includes('ENETUNREACH'), asked)
    stage.expect('nothing arrived there',
      first?.lines.includes('asked for /from-nowhere') === false, `${first?.lines.join(', ')}`)
    const control = await stage.see(`node get.js http://${address}/from-here`)
    stage.expect('which answers everybody else', control.stdout === 'the first namespace\n', control)
  },
}

export const deleted: Step = {
  name: 'delete',
  title: 'Deleting a namespace while a process lives in it',
  why: 'Deleting takes the name away. The namespace itself stays as long as a process is inside; then it ' +
    'goes, and with it its links. ' +
    'A veth cannot be without its other end, so that goes, too.',
  async run (stage) {
    const namespace = kernel.mountedOn('netns1')
    await stage.act('rtnl netns delete netns1')
    const list = await stage.see('rtnl netns list')
    stage.expect('the name is gone',
      !list.stdout.includes('netns1') && !kernel.names().includes('netns1'),
      `${kernel.directory}: ${kernel.names().join(' ')}`)
    const [pid, ...more] = kernel.processesIn(namespace)
    stage.expect('its process is in it, as before',
      pid !== undefined && more.length === 0, `processes ${[pid, ...more].join(' ')}`)
    stage.expect('and still has veth1', kernel.links(pid).includes('veth1'), kernel.links(pid).join(' '))
    const before = await stage.see('rtnl link show veth0')
    stage.expect('veth0 is still there', before.status === 0, before)
    stage.say('the process ends')
    await stage.resident('dweller')?.end()
    await stage.soon('veth1 is gone with the namespace, and veth0 with it', () => {
      const links = kernel.links()
      return [!links.includes('veth0'), links.join(' ')]
    })
    const after = await stage.see('rtnl link show veth0')
    stage.expect('rtnl does not find veth0, either', after.status === 1 && after.stderr.includes('ENODEV'), after)
  },
}

export const mayNot: Step = {
  name: 'capability',
  title: 'Seeing without changing',
  why: 'To look at a network takes no right. To change it takes the capability CAP_NET_ADMIN, which a ' +
    'process can be made to do without.',
  async run (stage) {
    await stage.act('rtnl netns add netns1')
    const shown = await stage.see('rtnl -n netns1 run --drop NET_ADMIN -- rtnl link show')
    stage.expect('it sees the links of netns1', shown.status === 0 && onlyLoDown(shown), shown)
    const set = await stage.attempt('rtnl -n netns1 run --drop NET_ADMIN -- rtnl link set lo up')
    stage.expect('but may not change them: EPERM, and what it would need',
      set.status === 2 && /EPERM: .*CAP_NET_ADMIN/.test(set.stderr), set)
    const after = await stage.see('rtnl -n netns1 link show')
    stage.expect('lo is down, as before', onlyLoDown(after), after)
  },
}

export const end: Step = {
  name: 'end',
  title: 'Nothing is left',
  why: 'A name stays until it is deleted. Nobody is in the namespace, so it ends with its name.',
  async run (stage) {
    await stage.act('rtnl netns delete netns1')
    stage.expect('no netns1',
      !kernel.names().includes('netns1') && kernel.mountedOn('netns1') === undefined, kernel.names().join(' '))
    await stage.resident('first')?.end()
    await stage.soon('no link of the article', () => {
      const left = kernel.links().filter(name => /^veth[0-3]$/.test(name))
      return [left.length === 0, left.join(' ')]
    })
  },
}
