// NetworkNamespace.sysctl. The witness is a program inside that reads /proc/sys/net itself; how keys are written is
// sysctl(8)'s.
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { sysctlPath } from '../../src/netns/sysctl.js'

describe('NetworkNamespace.sysctl', () => {
  let red: NetworkNamespace
  beforeEach(async () => { red = await NetworkNamespace.create() })
  afterEach(() => { red.close() })

  it('reads and writes the parameter of this namespace and of no other', async () => {
    const outside = readFileSync('/proc/sys/net/ipv4/ip_default_ttl', 'utf8')
    expect(red.sysctl('net.ipv4.ip_default_ttl')).to.equal('64')
    red.sysctl('net.ipv4.ip_default_ttl', 42)
    expect(red.sysctl('net.ipv4.ip_default_ttl')).to.equal('42')
    expect((await red.execFile('cat', ['/proc/sys/net/ipv4/ip_default_ttl'])).stdout).to.equal('42\n')
    expect(readFileSync('/proc/sys/net/ipv4/ip_default_ttl', 'utf8')).to.equal(outside)
  })

  it('writes true as 1, and text as it is', () => {
    red.sysctl('net.ipv4.ip_forward', true)
    expect(red.sysctl('net/ipv4/ip_forward')).to.equal('1')
    red.sysctl('net.ipv4.ip_local_port_range', '2000 3000')
    expect(red.sysctl('net.ipv4.ip_local_port_range')).to.equal('2000\t3000')
  })

  it('leaves the thread where it was, also when refused', () => {
    using before = NetworkNamespace.currentSync()
    expect(() => red.sysctl('net.nosuch')).to.throw()
    using after = NetworkNamespace.currentSync()
    expect(after.equals(before)).to.equal(true)
  })

  const files: Array<[key: string, path: string]> = [
    ['net.ipv4.conf.eth0.forwarding', '/proc/sys/net/ipv4/conf/eth0/forwarding'],
    ['net.ipv4.conf.eth0/10.forwarding', '/proc/sys/net/ipv4/conf/eth0.10/forwarding'],
    ['net/ipv4/conf/eth0.10/forwarding', '/proc/sys/net/ipv4/conf/eth0.10/forwarding'],
    ['net.ipv4.ip_forward', '/proc/sys/net/ipv4/ip_forward']
  ]
  for (const [key, path] of files) it(`finds ${key}`, () => expect(sysctlPath(key)).to.equal(path))

  const refused: Array<[key: string, message: string]> = [
    ['kernel.hostname', '"kernel.hostname" is no parameter of a network namespace: those begin with net.'],
    ['net', '"net" is no parameter of a network namespace: those begin with net.'],
    ['', '"" is no parameter of a network namespace: those begin with net.'],
    ['net/../kernel/hostname', '"net/../kernel/hostname" is no parameter\'s name: a part of it is empty, leads upwards or holds a zero byte'],
    ['net.//.kernel.hostname', '"net.//.kernel.hostname" is no parameter\'s name: a part of it is empty, leads upwards or holds a zero byte'],
    ['net..ipv4', '"net..ipv4" is no parameter\'s name: a part of it is empty, leads upwards or holds a zero byte'],
    ['net.ipv4.ip_forward\0', '"net.ipv4.ip_forward\\u0000" is no parameter\'s name: a part of it is empty, leads upwards or holds a zero byte'],
    ['net.nosuch', 'open /proc/sys/net/nosuch: ENOENT: No such file or directory: this namespace has no parameter net.nosuch'],
    ['net.ipv4', 'read /proc/sys/net/ipv4: EISDIR: Is a directory']
  ]
  for (const [key, message] of refused) {
    it(`refuses ${JSON.stringify(key)}`, () => expect(() => red.sysctl(key)).to.throw(message))
  }

  it('says which value the kernel refused', () => {
    expect(() => red.sysctl('net.ipv4.ip_forward', 'often')).to.throw(
      'write /proc/sys/net/ipv4/ip_forward "often": EINVAL: Invalid argument: ' +
      'the kernel takes no such value for net.ipv4.ip_forward')
  })
})
