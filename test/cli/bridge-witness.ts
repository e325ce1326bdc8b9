// `rtnl` beside `bridge` and `ip` of iproute2: what both say of the same, as JSON and as text.
import { expect } from 'chai'
import type { Machine } from '../client/machine.js'
import { rtnl } from './rtnl.js'

export const setUp = `
  link add br0 type bridge forward_delay 0
  link add p0 address 02:00:00:00:00:01 type veth peer name p1
  link set p0 master br0
  link add vx0 type vxlan id 5 port 4789
  link set br0 up
  link set p0 up
  link set p1 up
  fdb add 02:00:00:00:00:55 dev p0 master static
  fdb add 02:00:00:00:00:56 dev p0 master dynamic
  fdb add 02:00:00:00:00:57 dev p0 self
  fdb add 02:00:00:00:00:58 dev br0 self permanent
  fdb replace 02:00:00:00:00:59 dev p0 master static sticky
  fdb append 00:00:00:00:00:00 dev vx0 dst 10.1.1.1
  fdb append 00:00:00:00:00:00 dev vx0 dst 10.1.1.2 vni 7 port 5000 via p1
  fdb add 02:00:00:00:00:60 dev p0 master
  fdb delete 02:00:00:00:00:60 dev p0 master
  mdb add dev br0 port p0 grp 239.1.1.1 permanent
  mdb add dev br0 port p0 grp ff05::5 temp
  mdb add dev br0 port p0 grp 239.1.1.9 src 10.1.1.5 permanent
  mdb add dev br0 port br0 grp 239.1.1.2
  mdb add dev br0 port p0 grp 239.1.1.3
  mdb delete dev br0 port p0 grp 239.1.1.3
  link set p0 type bridge_slave mcast_router 2`

/** Says lines to `rtnl`, in a machine where bridges hear nothing that would change between the two. */
export async function says (machine: Machine, lines: string): Promise<void> {
  machine.namespace.sysctl('net.ipv6.conf.default.disable_ipv6', 1)
  for (const line of lines.trim().split('\n')) await rtnl(machine.namespace, line.trim())
}

/** Times go on between the two. */
const still = (text: string): string => text.replace(/"(used|updated)":\d+/g, '"$1":0').replace(/used \d+\/\d+/g, 'used 0/0')
  .replace(/ *\d+\.\d\d\b(?=[" \n])/g, ' 0.00')

/** @throws {AssertionError} where they say something else; `line` with -j, in the same order, and without */
export async function saysTheSame (machine: Machine, file: 'bridge' | 'ip', line: string): Promise<void> {
  const theirs = async (options: string): Promise<string> => still((await machine.namespace.execFile(file, `${options}${line}`.split(' '))).stdout)
  const ours = async (options: string): Promise<string> => still(await rtnl(machine.namespace, `${options}${line}`))
  const json = JSON.parse(await theirs('-j ') || '[]') as unknown
  const own = JSON.parse(await ours('-j ')) as unknown
  expect(own, `-j ${line}`).to.deep.equal(json)
  expect(JSON.stringify(own), `-j ${line}, in order`).to.equal(JSON.stringify(json))
  expect(await ours(''), line).to.equal(await theirs(''))
}
export const options = ['', '-d ', '-s ', '-d -s ']
