// Actions: tc's words, our names. tc-actions(8), tc-mirred(8), tc-police(8)
import type { Client } from '../../client.js'
import { CommandLineError } from '../../command.js'
import { ethertypeOf, sizeToTicks } from '../../show/tc/units.js'
import type { Words } from '../words.js'
import { bytecodeWords } from './bpf.js'
import { classidWord } from './place.js'
import { common, spec } from './shapers.js'
import { ctWords, natWords, tunnelKeyWords } from './tunnels.js'
import { is, number, put, rate, size, takeOption, text, type Options, type Read } from './units.js'
import { wholeNumber } from '../../whole-number.js'

/** What becomes of a packet; TC_ACT_JUMP and TC_ACT_GOTO_CHAIN in the upper bits. */
const verdicts: Readonly<Record<string, string>> = {
  pass: 'ok', ok: 'ok', drop: 'shot', shot: 'shot', pipe: 'pipe', continue: 'unspec', reclassify: 'reclassify', stolen: 'stolen', trap: 'trap',
}
const [JUMP, GOTO_CHAIN] = [0x10000000, 0x20000000]
function verdict (words: Words): string | number | undefined {
  const word = words.peek
  if (words.take('jump')) return JUMP | words.number('jump')
  if (words.take('goto')) return words.take('chain') ? GOTO_CHAIN | words.number('chain') : words.unknown(words.peek ?? 'goto')
  return word !== undefined && Object.hasOwn(verdicts, word) && words.take(word) ? verdicts[word] : undefined
}

type Given = Record<string, unknown>
type Kind = (words: Words, options: Given, rt: Client) => void
/** The words of a kind, then what becomes of the packet; nothing said: `usual`. */
const withWords = (take: (words: Words, options: Given) => unknown, usual: string): Kind => (words, options) => {
  take(words, options)
  put(options, 'parms.action', verdict(words) ?? usual)
  takeOption(words, INDEX, options)
}
/** Those of a table, while they are there. */
const withTable = (table: Options, usual: string): Kind => withWords((words, options) => { while (takeOption(words, table, options)) { /* each of them */ } }, usual)
const INDEX: Options = { index: ['parms.index', number] }
const ethertype: Read = (words, what) => ethertypeOf(words.next(what)) ?? words.unknown(words.last)
const does = (name: string, value: string): Options[string] => is(`parms.${name}`, value)

const mirred: Kind = (words, options, rt) => {
  const direction = words.next('direction')
  if (direction !== 'egress' && direction !== 'ingress') words.unknown(direction)
  const what = words.next('redirect or mirror')
  if (what !== 'redirect' && what !== 'mirror') words.unknown(what)
  put(options, 'parms.eaction', `${direction}${what === 'mirror' ? 'Mirror' : 'Redir'}`)
  while (words.peek === 'index' || words.peek === 'dev') {
    if (words.take('dev')) put(options, 'parms.ifindex', rt.link.get(words.next('dev')).index)
    else takeOption(words, INDEX, options)
  }
  put(options, 'parms.action', verdict(words) ?? (what === 'mirror' ? 'pipe' : 'stolen'))
  takeOption(words, INDEX, options)
}

/** The kernel wants the table of times that it has no use for any more: 256 sizes of 8 bytes each. */
const rateTable = (bytesPerSecond: number): number[] => Array.from({ length: 256 }, (_, i) => sizeToTicks(bytesPerSecond, i + 1 << 3))
const police: Kind = (words, options) => {
  const given: { rate?: number, burst?: number, mtu?: number, peakrate?: number, index?: number, overhead?: number, avrate?: number } = {}
  let action: string | number = 'reclassify'
  let result: string | number | undefined
  const table: Options = { ...common, mtu: ['mtu', size], peakrate: ['peakrate', rate], avrate: ['avrate', rate], index: ['index', number] }
  for (;;) {
    if (takeOption(words, table, given)) continue
    if (words.take('conform-exceed')) {
      const [exceed, conform] = words.next('conform-exceed').split('/') as [string, string?]
      action = verdicts[exceed] ?? words.unknown(exceed)
      result = conform === undefined ? undefined : verdicts[conform] ?? words.unknown(conform)
      continue
    }
    const said = verdict(words)
    if (said === undefined) break
    action = said
  }
  const { rate: speed, burst, mtu = 0, peakrate, index, avrate } = given
  if (speed === undefined && avrate === undefined) throw new CommandLineError(`police: rate is missing: see ${words.usage}`)
  if (speed !== undefined && burst === undefined) throw new CommandLineError(`police: burst is missing: see ${words.usage}`)
  Object.assign(options, {
    tbf: {
      action, mtu, ...index === undefined ? {} : { index },
      ...speed === undefined ? {} : { rate: { ...spec(speed, given), cellLog: 3, cellAlign: -1 }, burst: sizeToTicks(speed, burst!) },
      ...peakrate === undefined ? {} : { peakrate: { ...spec(peakrate, given), cellLog: 3, cellAlign: -1 } },
    },
    ...speed === undefined ? {} : { rate: rateTable(speed) }, ...peakrate === undefined ? {} : { peakrate: rateTable(peakrate) },
    ...result === undefined ? {} : { result }, ...avrate === undefined ? {} : { avrate },
  })
}

/** `gact pass random netrand drop 10`: one of ten is dropped. */
const gact: Kind = (words, options, rt) => {
  withTable(INDEX, 'ok')(words, options, rt)
  if (!words.take('random')) return
  const ptype = words.next('random')
  if (ptype !== 'netrand' && ptype !== 'determ') words.unknown(ptype)
  options['prob'] = { ptype, paction: verdict(words) ?? words.unknown(words.peek ?? ptype), pval: words.number('random') }
  takeOption(words, INDEX, options)
}

const [ETH_P_MPLS_UC, SWAPMAC, ECN] = [0x8847, 8n, 16n]
const mplsOptions: Options = {
  ...INDEX, pop: does('mAction', 'pop'), push: does('mAction', 'push'), modify: does('mAction', 'modify'), dec_ttl: does('mAction', 'decTtl'), mac_push: does('mAction', 'macPush'),
  protocol: ['proto', ethertype], label: ['label', number], tc: ['tc', number], ttl: ['ttl', number], bos: ['bos', number],
}
const mpls: Kind = (words, options, rt) => {
  withTable(mplsOptions, 'pipe')(words, options, rt)
  const { mAction } = options['parms'] as { mAction?: string }
  if (mAction === 'push' || mAction === 'macPush') options['proto'] ??= ETH_P_MPLS_UC
}

/** `ctinfo dscp MASK [STATEMASK] cpmark [MASK]` */
function ctinfo (words: Words, options: Given): void {
  for (;;) {
    if (words.take('zone')) options['zone'] = words.number('zone')
    else if (words.take('dscp')) {
      const [mask, state = wholeNumber(words.peek) !== undefined ? words.number('dscp') : undefined] = words.numbers('dscp', '/')
      Object.assign(options, { parmsDscpMask: mask, ...state === undefined ? {} : { parmsDscpStatemask: state } })
    } else if (words.take('cpmark')) options['parmsCpmarkMask'] = wholeNumber(words.peek) !== undefined ? words.number('cpmark') : 0xffffffff
    else return
  }
}
/** TCA_CTINFO_ACT, where others have PARMS. */
const ctinfoAction: Kind = (words, options, rt) => {
  withWords(ctinfo, 'pipe')(words, options, rt)
  options['act'] = options['parms']
  delete options['parms']
}
const sum = (name: string): Options[string] => is('parms.updateFlags', [name])

const kinds: Readonly<Record<string, Kind>> = {
  bpf: withWords(bytecodeWords, 'pipe'), ct: withWords(ctWords, 'pipe'), ctinfo: ctinfoAction, gact, mirred, mpls, nat: withWords(natWords, 'ok'), police, tunnel_key: withWords(tunnelKeyWords, 'pipe'),
  csum: withTable({
    ...INDEX, iph: sum('ipv4hdr'), ip4h: sum('ipv4hdr'), ipv4h: sum('ipv4hdr'), icmp: sum('icmp'), igmp: sum('igmp'), tcp: sum('tcp'), udp: sum('udp'), udplite: sum('udplite'),
    sctp: sum('sctp'),
  }, 'ok'),
  skbmod: withWords((words, options) => {
    const table: Options = { ...INDEX, dmac: ['dmac', text], smac: ['smac', text], etype: ['etype', number], ecn: is('parms.flags', ECN) }
    for (;;) {
      if (words.take('set')) continue
      if (words.take('swap')) put(options, 'parms.flags', words.take('mac') ? SWAPMAC : words.unknown(words.peek ?? 'swap'))
      else if (!takeOption(words, table, options)) return
    }
  }, 'pipe'),
  vlan: withTable({
    ...INDEX, pop: does('vAction', 'pop'), push: does('vAction', 'push'), modify: does('vAction', 'modify'), pop_eth: does('vAction', 'popEth'), push_eth: does('vAction', 'pushEth'),
    id: ['pushVlanId', number], protocol: ['pushVlanProtocol', ethertype], priority: ['pushVlanPriority', number], dst_mac: ['pushEthDst', text], src_mac: ['pushEthSrc', text],
  }, 'pipe'),
  skbedit: withTable({
    ...INDEX, queue_mapping: ['queueMapping', number], priority: ['priority', classidWord], mark: ['mark', number],
    ptype: ['ptype', (words, what) => { const at = ['host', 'broadcast', 'multicast', 'otherhost'].indexOf(words.next(what)); return at === -1 ? words.unknown(words.last) : at }],
    inheritdsfield: ['flags', 'is', 0x20n],
  }, 'pipe'),
  sample: withTable({ ...INDEX, rate: ['rate', number], group: ['psampleGroup', number], trunc: ['truncSize', number] }, 'pipe'),
  connmark: withTable({ ...INDEX, zone: ['parms.zone', number] }, 'pipe'),
  simple: withTable({ ...INDEX, sdata: ['data', text] }, 'pipe'),
}
export const knownActions: readonly string[] = Object.keys(kinds).sort()

/** One action: `mirred egress redirect dev v1`, or what becomes of the packet alone, which is gact. */
export function actionWords (words: Words, rt: Client): { readonly kind: string, readonly options: object } {
  const options: Given = {}
  const alone = verdict(words)
  if (alone !== undefined) {
    put(options, 'parms.action', alone)
    takeOption(words, INDEX, options)
    return { kind: 'gact', options }
  }
  const kind = words.next('action')
  if (!Object.hasOwn(kinds, kind)) throw new CommandLineError(`what is "${kind}"? Actions are ${knownActions.join(', ')}, drop, pass: see ${words.usage}`)
  kinds[kind]!(words, options, rt)
  return { kind, options }
}
/** After the word `action`: this one, and those after further words `action`. */
export function actionList (words: Words, rt: Client): object[] {
  const all = [actionWords(words, rt)]
  while (words.take('action')) all.push(actionWords(words, rt))
  return all
}
