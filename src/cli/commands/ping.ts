// rtnl ping: is an address reachable. ping(8) of iputils
import { parseArgs } from 'node:util'
import { SystemError } from '../../libc/errors.js'
import { ping as pingAddress } from '../../probe/ping.js'
import { CommandLineError, type Command } from '../command.js'
import { printJson } from '../output.js'

const help = `rtnl ping: ICMP and ICMPv6 echo, by a raw socket of its own

usage: rtnl [-n NS] ping [-c COUNT] [-i SECONDS] [-W SECONDS] [-s BYTES] [-t TTL] [-I LINK|ADDRESS] [-q] ADDRESS

  -c COUNT    how many requests; without it, until Ctrl-C
  -i SECONDS  from one to the next (1)         -W SECONDS  how long a reply is waited for (1)
  -s BYTES    of data (56)                     -t TTL      1 to 255
  -I          the link to send by, or the address to send from
  -q          only the summary

Exit status: 0 if any reply came, 1 if none, 2 if it could not be sent at all (no route: "Network is unreachable").

example
  rtnl ping -c 1 127.0.0.1
`
const options = {
  count: { type: 'string', short: 'c' }, interval: { type: 'string', short: 'i' }, timeout: { type: 'string', short: 'W' },
  size: { type: 'string', short: 's' }, ttl: { type: 'string', short: 't' }, from: { type: 'string', short: 'I' }, quiet: { type: 'boolean', short: 'q' },
  4: { type: 'boolean', short: '4' }, 6: { type: 'boolean', short: '6' },
} as const

export const ping: Command = {
  summary: 'is an address reachable: ICMP echo',
  help,
  async run (words, context) {
    const { values, positionals: [address, ...more] } = parseArgs({ args: [...words], options, allowPositionals: true })
    if (address === undefined || more.length > 0) throw new CommandLineError('usage: rtnl ping [-c COUNT] ADDRESS: see rtnl ping help')
    const number = (name: 'count' | 'interval' | 'timeout' | 'size' | 'ttl', factor = 1): object => {
      const text = values[name]
      if (text === undefined) return {}
      if (!/^\d+(\.\d+)?$/.test(text)) throw new CommandLineError(`-${options[name].short} wants a number, not "${text}"`)
      return { [name]: Number(text) * factor }
    }
    const stop = new AbortController()
    process.once('SIGINT', () => { stop.abort() })
    const { namespace } = context
    const from = values.from === undefined ? {} : /[.:]/.test(values.from) && !values.from.startsWith('veth') ? { source: values.from } : { interface: values.from }
    const pings = pingAddress(address, {
      count: Infinity, ...number('count'), ...number('interval', 1000), ...number('timeout', 1000), ...number('size'), ...number('ttl'), ...from,
      ...namespace === undefined ? {} : { inNamespace: step => namespace.run(step as () => never) },
      signal: stop.signal,
    })
    const say = (text: string): void => { if (!context.json && values.quiet !== true) context.print(text) }
    try {
      for await (const result of pings) {
        if (result.outcome === 'reply') say(`${result.bytes} bytes from ${result.from}: icmp_seq=${result.sequence} ttl=${result.ttl} time=${result.time.toFixed(3)} ms\n`)
        else if (result.outcome === 'timeout') say(`no answer: icmp_seq=${result.sequence}\n`)
        else say(`from ${result.from}: icmp_seq=${result.sequence} ${result.message}\n`)
      }
    } catch (error) {
      if (error instanceof SystemError && pings.summary.received === 0) {
        process.stderr.write(`rtnl: ping ${address}: ${unreachable[error.code] ?? error.message}\n`)
        return 2
      }
      if (!stop.signal.aborted) throw error
    }
    const { transmitted, received, loss, min, avg, max } = pings.summary
    if (context.json) printJson(pings.summary, context)
    else {
      context.print(`--- ${address} ---\n${transmitted} transmitted, ${received} received, ${Math.round(loss * 100)}% lost\n`)
      if (min !== undefined) context.print(`round trip min/avg/max ${[min, avg!, max!].map(time => time.toFixed(3)).join('/')} ms\n`)
    }
    return received > 0 ? 0 : 1
  },
}
const unreachable: Readonly<Record<string, string>> = { ENETUNREACH: 'Network is unreachable', EHOSTUNREACH: 'No route to host', ENETDOWN: 'Network is down' }
