// rtnl ping: what it says and how it ends, with the kernel's own count of what arrived.
import { expect } from 'chai'
import { refusal, rtnl, rtnlGoing, rtnlWords } from './run-rtnl.js'
import type { Said } from './run-rtnl.js'

/** In a machine of its own, whose `lo` is up: `rtnl` is "$@". */
const onMachine = (script: string): Said => rtnl('sandbox', '--', 'sh', '-c', `"$@" link set lo up; ${script}`, 'sh', ...rtnlWords)
const summary = (address: string, counts: string): RegExp =>
  new RegExp(`--- ${address} ---\n${counts}\nround trip min/avg/max \\d+\\.\\d{3}/\\d+\\.\\d{3}/\\d+\\.\\d{3} ms\n$`)

describe('rtnl ping', function () {
  this.timeout(120_000)

  for (const address of ['127.0.0.1', '::1']) {
    it(`tells each answer of ${address}, and the sum`, () => {
      const { status, stdout, stderr } = onMachine(`"$@" ping -c 3 -i 0.01 ${address}`)
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' })
      for (const sequence of [1, 2, 3]) expect(stdout).to.match(new RegExp(`^64 bytes from ${address}: icmp_seq=${sequence} ttl=64 time=\\d+\\.\\d{3} ms$`, 'm'))
      expect(stdout).to.match(summary(address, '3 transmitted, 3 received, 0% lost'))
    })
  }

  it('sends what it says: as many, and of that size', () => {
    const { stdout } = onMachine('"$@" ping -q -c 2 -i 0 -s 1000 127.0.0.1; grep -h ^Icmp: /proc/net/snmp; grep ^IpExt /proc/net/netstat')
    expect(stdout).to.match(/^--- 127/)
    const column = (name: string): number => {
      const [names = [], numbers = []] = stdout.split('\n').map(line => line.split(' ')).filter(words => words[0] === (name.endsWith('Octets') ? 'IpExt:' : 'Icmp:'))
      return Number(numbers[names.indexOf(name)])
    }
    expect(column('InEchos')).to.equal(2)
    // Two requests and two answers, each with 20 bytes of IP's header and 8 of ICMP's.
    expect(column('OutOctets')).to.equal(4 * 1028)
  })

  it('works in the namespace that -n names, where lo is another', () => {
    const { stdout, stderr } = onMachine('"$@" netns add blue; "$@" -n blue ping -c 1 127.0.0.1; echo $?; "$@" -n blue link set lo up; "$@" -n blue ping -q -c 1 127.0.0.1; echo $?')
    expect(stderr).to.equal('rtnl: ping 127.0.0.1: Network is unreachable (no route leads there: see rtnl route show)\n')
    expect(stdout).to.match(/^2\n--- 127\.0\.0\.1 ---\n1 transmitted, 1 received, 0% lost\n.*\n0\n$/)
  })

  it('gives the sum as JSON', () => {
    const sum = JSON.parse(onMachine('"$@" -j ping -c 2 -i 0 127.0.0.1').stdout) as Record<string, number>
    expect(sum).to.include({ transmitted: 2, received: 2, loss: 0 }).and.to.have.all.keys('transmitted', 'received', 'loss', 'min', 'avg', 'max')
    expect(JSON.parse(onMachine('"$@" -j ping -c 1 -W 0.05 -I lo 192.0.2.1').stdout)).to.deep.equal({ transmitted: 1, received: 0, loss: 1 })
  })

  it('says that no answer came, and ends with 1', () => {
    expect(onMachine('"$@" ping -c 1 -W 0.05 -I lo 192.0.2.1')).to.deep.equal({
      status: 1, signal: null, stderr: '', stdout: 'no answer: icmp_seq=1\n--- 192.0.2.1 ---\n1 transmitted, 0 received, 100% lost\n',
    })
  })

  it('goes on until Ctrl-C, and then gives the sum', async () => {
    const { child, ended } = await rtnlGoing('sandbox', '--', 'sh', '-c', '"$@" link set lo up; exec "$@" ping -i 0.05 127.0.0.1', 'sh', ...rtnlWords)
    child.kill('SIGINT')
    const { status, stdout } = await ended
    expect(status).to.equal(0)
    expect(stdout).to.match(summary('127.0.0.1', '(\\d+) transmitted, \\d+ received, \\d+% lost'))
  })

  const machine: ReadonlyArray<readonly [args: string, status: number, line: string]> = [
    ['-c 1 192.0.2.1', 2, 'ping 192.0.2.1: Network is unreachable (no route leads there: see rtnl route show)'],
    ['-c 1 -I nolink 127.0.0.1', 2, 'ping 127.0.0.1: setsockopt SO_BINDTODEVICE nolink: ENODEV: No such device (there is no link nolink in this namespace: see rtnl link show)'],
    ['-c 1 fe80::1%nosuch', 2, 'ping fe80::1%nosuch: ioctl nosuch: ENODEV: No such device (there is no link nosuch in this namespace: see rtnl link show)'],
    ['-c 1 -I 192.0.2.7 127.0.0.1', 2, 'ping 127.0.0.1: bind 192.0.2.7: EADDRNOTAVAIL: Cannot assign requested address (no link of this namespace has 192.0.2.7: see rtnl addr show)'],
  ]
  for (const [args, status, line] of machine) it(`refuses \`ping ${args}\``, () => expect(onMachine(`"$@" ping ${args}`)).to.deep.equal(refusal(status, line)))

  const see = 'see rtnl ping help'
  const refused: ReadonlyArray<readonly [args: string, line: string]> = [
    ['', `usage: rtnl ping [-c COUNT] ADDRESS: ${see}`],
    ['127.0.0.1 127.0.0.2', `usage: rtnl ping [-c COUNT] ADDRESS: ${see}`],
    ['localhost', `"localhost" is no IPv4 or IPv6 address: names are not looked up here: ${see}`],
    ['-4 ::1', 'ping: ::1 is no IPv4 address'],
    ['-c x 127.0.0.1', `-c wants a number, not "x": ${see}`],
    ['-c 0 127.0.0.1', `ping 127.0.0.1: count: 0 is not a whole number from 1 to 9007199254740991: ${see}`],
    ['-c -1 127.0.0.1', `-c wants a value that does not begin with "-": ${see}`],
    ['-t 256 127.0.0.1', `ping 127.0.0.1: ttl: 256 is not a whole number from 1 to 255: ${see}`],
    ['-s 65508 127.0.0.1', `ping 127.0.0.1: size: 65508 is not a whole number from 0 to 65507: ${see}`],
    ['-I ::1 127.0.0.1', `ping 127.0.0.1: source: "::1" is of the other family: ${see}`],
    ['-Z 127.0.0.1', `Unknown option '-Z': ${see}`],
  ]
  for (const [args, line] of refused) {
    it(`refuses \`ping ${args}\``, () => expect(rtnl('ping', ...args.split(' ').filter(word => word !== ''))).to.deep.equal(refusal(255, line)))
  }

  it('explains itself', () => {
    const { status, stdout, stderr } = rtnl('ping', '--help')
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' })
    for (const option of ['-c COUNT', '-i SECONDS', '-W SECONDS', '-s BYTES', '-t TTL', '-I', '-q']) expect(stdout).to.include(`${option} `)
  })
})
