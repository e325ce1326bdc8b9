// rtnl ping: is an address reachable. ping(8) of iputils
import { isIP } from 'node:net'
import { SystemError, UsageError } from '../../libc/errors.js'
import { util } from '../../libc/node.js'
import { ping as pingAddress, type Ping, type PingOptions } from '../../probe/ping.js'
import { CommandLineError, type Command } from '../command.js'
import { parsed } from '../options.js'
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
  count: { type: 'string', short: 'c' },
  interval: { type: 'string', short: 'i' },
  timeout: { type: 'string', short: 'W' },
  size: { type: 'string', short: 's' },
  ttl: { type: 'string', short: 't' },
  from: { type: 'string', short: 'I' },
  quiet: { type: 'boolean', short: 'q' },
  4: { type: 'boolean', short: '4' }, 6: { type: 'boolean', short: '6' },
} as const

export const ping: Command = {
  summary: 'is an address reachable: ICMP echo',
  help,
  async run (words, context) {
    const all = parsed(() => util.parseArgs({ args: [...words], options, allowPositionals: true }), 'rtnl ping help')
    const { values, positionals: [address, ...more] } = all
    if (address === undefined || more.length > 0) {
      throw new CommandLineError('usage: rtnl ping [-c COUNT] ADDRESS: see rtnl ping help')
    }
    const number = (name: 'count' | 'interval' | 'timeout' | 'size' | 'ttl', factor = 1): object => {
      const text = values[name]
      if (text === undefined) return {}
      if (!/^\d+(\.\d+)?$/.test(text)) {
        throw new CommandLineError(`-${options[name].short} wants a number, not "${text}": see rtnl ping help`)
      }
      return { [name]: Number(text) * factor }
    }
    const family = values[4] === true || context.family === 'inet' ? 4
      : values[6] === true || context.family === 'inet6' ? 6 : undefined
    const version = isIP(address.split('%')[0] ?? '')
    if (family !== undefined && version !== 0 && version !== family) {
      throw new CommandLineError(`ping: ${address} is no IPv${family} address`)
    }
    const stop = new AbortController()
    process.once('SIGINT', () => { stop.abort() })
    const { namespace } = context
    const from = values.from === undefined ? {}
      : isIP(values.from) !== 0 ? { source: values.from } : { interface: values.from }
    const pings = begun(address, {
      count: Infinity,
      ...number('count'), ...number('interval', 1000), ...number('timeout', 1000), ...number('size'), ...number('ttl'),
      ...from,
      ...namespace === undefined ? {} : { inNamespace: step => namespace.run(step as () => never) },
      signal: stop.signal,
    })
    const say = (text: string): void => { if (!context.json && values.quiet !== true) context.print(text) }
    try {
      for await (const result of pings) {
        const which = `icmp_seq=${result.sequence}`
        if (result.outcome === 'timeout') say(`no answer: ${which}\n`)
        else if (result.outcome === 'refused') say(`${result.from === undefined ? '' : `from ${result.from}: `}${which} ${result.message}\n`)
        else {
          const { bytes, from, ttl, time } = result
          say(`${bytes} bytes from ${from}: ${which} ttl=${ttl} time=${time.toFixed(3)} ms\n`)
        }
      }
    } catch (error) {
      if (error instanceof SystemError) {
        const reason = unreachable[error.code] ?? error.message
        process.stderr.write(`rtnl: ping ${address}: ${reason}${hintFor(error, values.from ?? address.split('%')[1])}\n`)
        if (pings.summary.transmitted <= 1) return 2
      } else if (!stop.signal.aborted) throw error
    }
    const { transmitted, received, loss, min, avg, max } = pings.summary
    const times = min === undefined || avg === undefined || max === undefined ? [] : [min, avg, max]
    if (context.json) {
      const [least, mean, most] = times.map(rounded)
      const known = least === undefined ? {} : { min: least, avg: mean, max: most }
      printJson({ transmitted, received, loss, ...known }, context)
    } else {
      const lost = Math.round(loss * 100)
      context.print(`--- ${address} ---\n${transmitted} transmitted, ${received} received, ${lost}% lost\n`)
      const texts = times.map(time => time.toFixed(3))
      if (texts.length > 0) context.print(`round trip min/avg/max ${texts.join('/')} ms\n`)
    }
    return received > 0 ? 0 : 1
  },
}

function begun (address: string, settings: PingOptions): Ping {
  try {
    return pingAddress(address, settings)
  } catch (error) {
    throw error instanceof UsageError ? new CommandLineError(`${error.message}: see rtnl ping help`) : error
  }
}

/** Milliseconds, to the microsecond. */
const rounded = (time: number): number => Math.round(time * 1000) / 1000

function hintFor ({ code, hint }: SystemError, from: string | undefined): string {
  if (hint !== undefined) return ''
  if (code === 'ENETUNREACH') return ' (no route leads there: see rtnl route show)'
  if (code === 'ENETDOWN') return ' (the link is down)'
  if (from === undefined) return ''
  if (code === 'ENODEV') return ` (there is no link ${from} in this namespace: see rtnl link show)`
  if (code === 'EADDRNOTAVAIL') return ` (no link of this namespace has ${from}: see rtnl addr show)`
  return ''
}
/** As iputils' ping says it. */
const unreachable: Readonly<Record<string, string>> = {
  ENETUNREACH: 'Network is unreachable', EHOSTUNREACH: 'No route to host', ENETDOWN: 'Network is down',
}
