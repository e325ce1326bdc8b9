// rtnl addr. ip-address(8)
import type { Address } from '../../../codec/route/address.js'
import { Addresses, type NewAddress } from '../../client/address.js'
import { numbered } from '../../client/names.js'
import { familyOfText, parseHost } from '../../client/values.js'
import { openClient, type Client } from '../client.js'
import { CommandLineError, type Command, type Context } from '../command.js'
import { deleteAll } from '../flush.js'
import { agree, rangeOf } from '../grammar/prefix.js'
import { action, numeric, Words } from '../grammar/words.js'
import { printJson } from '../output.js'
import { addressFacts, addressText, fitsFlagWord, isFlagWord } from '../show/address.js'
import type { Facts } from '../show/facts.js'
import { linkFacts, linkText } from '../show/link.js'
import { LinkNames } from '../show/names.js'

const usage = 'rtnl addr help'
const help = `rtnl addr: addresses of links

usage: rtnl addr [show] [[dev] LINK] [up] [scope SCOPE] [to PREFIX] [label PATTERN] [permanent|dynamic|primary|secondary|deprecated|tentative|dadfailed]
       rtnl addr add ADDRESS[/LENGTH] [peer ADDRESS[/LENGTH]] [broadcast ADDRESS|+] [label NAME] [scope SCOPE] [metric N]
                     [valid_lft SECONDS|forever] [preferred_lft SECONDS|forever] [nodad] [noprefixroute] dev LINK
       rtnl addr change|replace …        as add
       rtnl addr delete ADDRESS/LENGTH dev LINK
       rtnl addr flush …                 those that show shows, with the same words, but for up

example
  rtnl addr add 10.1.1.1/24 dev v0
  rtnl -j addr show dev v0
`
const flagWords: Readonly<Record<string, string>> = { nodad: 'nodad', noprefixroute: 'noprefixroute', optimistic: 'optimistic', home: 'homeaddress', mngtmpaddr: 'managetempaddr', autojoin: 'mcautojoin' }

/** Addresses that some words choose. */
interface Choice {
  /** Of this link alone. */
  readonly name: string | undefined
  /** Of links alone that are up. */
  readonly up: boolean
  /** Of the prefix that they are within. */
  readonly family: 'inet' | 'inet6' | undefined
  /** Whether a link without any address may be shown, too. */
  readonly bare: boolean
  readonly fits: (address: Address) => boolean
}
function choiceOf (words: Words, names: LinkNames): Choice {
  let name: string | undefined
  let [up, bare] = [false, true]
  let family: Choice['family']
  const wanted: Array<(address: Address) => boolean> = []
  while (!words.done) {
    if (words.take('up')) up = true
    else if (words.take('scope')) {
      const scope = numbered('rt_scopes', words.next('scope'), 'scope')
      wanted.push(address => numbered('rt_scopes', address.scope) === scope)
    } else if (words.take('to')) {
      const range = rangeOf(words.next('to'))
      if (range.address !== undefined) family = familyOfText(range.address)
      wanted.push(({ local, address }) => agree(range, { address: local ?? address, length: 0 }, range.length))
    } else if (words.take('label')) {
      const pattern = patternOf(words.next('label'))
      bare = false
      // As ip: one that has none, as all of IPv6, has its link's name.
      wanted.push(({ label, index }) => pattern.test(label ?? names.name(index)))
    } else if (isFlagWord(words.peek ?? '')) {
      const flag = words.next('flag')
      wanted.push(address => fitsFlagWord(address, flag))
    } else {
      words.take('dev')
      if (name !== undefined) words.unknown(words.peek!)
      name = words.next('dev')
    }
  }
  return { name, up, family, bare, fits: address => wanted.every(fits => fits(address)) }
}
function familyOf ({ family }: Context): 'inet' | 'inet6' | undefined {
  if (family === undefined || family === 'inet' || family === 'inet6') return family
  throw new CommandLineError(`there are no addresses of family ${family}`)
}
const listed = (rt: Client<'address'>, name: string | undefined, family: 'inet' | 'inet6' | undefined): Address[] =>
  rt.address.list({ ...name === undefined ? {} : { index: name }, ...family === undefined ? {} : { family } })

function show (rt: Client<'address'>, words: Words, context: Context): void {
  const names = new LinkNames(rt)
  const choice = choiceOf(words, names)
  const { name, up, fits } = choice
  // As ip: a prefix says of which family.
  const family = familyOf(context) ?? choice.family
  const all = name === undefined ? rt.link.list() : [rt.link.get(name)]
  for (const link of all) names.learn(link)
  // As ip: with -6 it is IPv6 that is asked about its links, and it knows less of them.
  const links = context.family !== 'inet6' || name !== undefined ? all
    : rt.link.list({ family: 'inet6' }).map(link => Object.assign(link, { txqlen: all.find(({ index }) => index === link.index)?.txqlen }))
  const addresses = listed(rt, name, family)
  const found = addresses.filter(fits)
  // As ip: a link without any address is shown, unless it is a family's that are asked for.
  const bare = (index: number): boolean => choice.bare && family === undefined && addresses.every(address => address.index !== index)
  const ups = links.filter(link => !up || link.flags.includes('up'))
  const shown = ups.map(link => {
    // ip has the counters last here.
    const { stats64, ...of } = linkFacts(link, names, { ...context, family }, true)
    const addr_info = found.filter(({ index }) => index === link.index).map(addressFacts)
    return { ...of, addr_info, ...stats64 === undefined ? {} : { stats64 } }
  }).filter((link, i) => link.addr_info.length > 0 || bare(ups[i]!.index))
  if (context.json) return printJson(shown, context)
  for (const { addr_info, ...link } of shown) context.print(linkText(link as Facts) + addr_info.map(addressText).join(''))
}

function addressWords (words: Words): NewAddress {
  const address: Record<string, unknown> = {}
  const flags: string[] = []
  let cacheinfo: { valid: number, prefered: number } | undefined
  const lifetime = (what: string): number => words.take('forever') ? 0xffffffff : words.number(what)
  while (!words.done) {
    const word = words.next('address')
    if (word === 'dev') address['index'] = words.next('dev')
    else if (word === 'peer' || word === 'remote') address['address'] = words.next(word)
    else if (word === 'broadcast' || word === 'brd') address['broadcast'] = words.next(word)
    else if (word === 'anycast') address['anycast'] = words.next(word)
    else if (word === 'label') address['label'] = words.next(word)
    else if (word === 'metric' || word === 'priority' || word === 'preference') address['rtPriority'] = words.number(word)
    else if (word === 'scope') address['scope'] = numeric(words.next(word))
    else if (word === 'proto') address['proto'] = numeric(words.next(word))
    else if (word === 'valid_lft') cacheinfo = { prefered: 0xffffffff, ...cacheinfo, valid: lifetime(word) }
    else if (word === 'preferred_lft') cacheinfo = { valid: 0xffffffff, ...cacheinfo, prefered: lifetime(word) }
    else if (Object.hasOwn(flagWords, word)) flags.push(flagWords[word]!)
    else {
      const text = word === 'local' ? words.next(word) : word
      if ('local' in address) words.unknown(text)
      address['local'] = text
    }
  }
  if (address['index'] === undefined) throw new CommandLineError(`on which link? dev is missing: see ${usage}`)
  const { broadcast, ...rest } = address
  return { ...rest, ...broadcastOf(broadcast as string | undefined, (address['address'] ?? address['local']) as string | undefined), ...flags.length === 0 ? {} : { flags }, ...cacheinfo === undefined ? {} : { cacheinfo } } as unknown as NewAddress
}
/** As fnmatch(3), its stars and question marks. */
const patternOf = (text: string): RegExp => new RegExp(`^${text.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`)
/** As ipaddr_modify() of iproute2: `+` is the last and `-` the first address of the peer's subnet, or its own; of two addresses or one there is none. */
function broadcastOf (word: string | undefined, prefix: string | undefined): { broadcast?: string } {
  if (word !== '+' && word !== '-') return word === undefined ? {} : { broadcast: word }
  if (prefix === undefined) return {}
  const { address, length } = parseHost(prefix, 'broadcast')
  if (address.includes(':')) throw new CommandLineError(`broadcast ${word}: only an IPv4 address has one: see ${usage}`)
  if (length > 30) return {}
  const hosts = 2 ** (32 - length) - 1
  const number = Buffer.from(address.split('.').map(Number)).readUInt32BE()
  const first = number - number % (hosts + 1)
  return { broadcast: [24, 16, 8, 0].map(shift => ((word === '+' ? first + hosts : first) >>> shift) & 0xff).join('.') }
}

export const address: Command = {
  summary: 'addresses of links: show, add, change, replace, delete, flush',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'change', 'replace', 'delete', 'show', 'flush'] as const, 'show', usage)
    const words = new Words(rest, usage)
    using rt = openClient({ address: Addresses }, context)
    if (verb === 'show') return show(rt, words, context)
    if (verb === 'flush') {
      words.some('addresses')
      const { name, up, fits } = choiceOf(words, new LinkNames(rt))
      if (up) words.unknown('up')
      return deleteAll(rt, listed(rt, name, familyOf(context)).filter(fits), (batch, one) => batch.address.delete(one), 'EADDRNOTAVAIL')
    }
    const family = familyOf(context)
    rt.address[verb]({ ...addressWords(words), ...family === undefined ? {} : { family } })
  },
}
