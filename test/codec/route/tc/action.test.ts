// Actions, as `tc -j -d actions list` of iproute2 6.1 printed what Linux 6.1 had said: fixtures/tc/actions, made by fixtures/tc/actions.sh.
import { expect } from 'chai'
import { Action, Actions } from '../../../../codec/route/tc/action.js'
import { dumped, hex, payloadOf, tables } from '../../tables.js'

/* eslint-disable @typescript-eslint/no-explicit-any -- of each kind, another */
const hexOf = (value: number): string => `0x${value.toString(16)}`
const verdict: Readonly<Record<string, string>> = { ok: 'pass', shot: 'drop' }
const said = (action: string): string => verdict[action] ?? action
const hexes = (value: number): string => value.toString(16)
const swapped = (value: number): number => new DataView(Uint32Array.of(value).buffer).getUint32(0, false)

/** What tc prints of a kind, besides what all have. */
const asTc: Readonly<Record<string, (options: any) => object>> = {
  gact: ({ prob }) => ({ prob: { random_type: prob?.ptype ?? 'none', control_action: { type: prob === undefined ? 'pass' : said(prob.paction) }, val: prob?.pval ?? 0 } }),
  bpf: ({ opsLen, ops }) => ({ bytecode: { length: opsLen, insns: ops.map((op: object) => ({ ...op })) } }),
  connmark: ({ parms: { zone } }) => ({ zone }),
  csum: ({ parms: { updateFlags } }) => ({ csum: updateFlags.map((flag: string) => flag === 'ipv4hdr' ? 'iph' : flag).join(', ') }),
  ct: ({ action, mark, markMask, zone, natIpv4Min, natIpv4Max, natIpv6Min, natPortMin, natPortMax }) => ({
    action: action.filter((flag: string) => !flag.startsWith('nat')).join(' '), ...mark !== undefined && { mark, mark_mask: hexes(markMask) }, zone,
    nat: `${action.includes('natSrc') ? 'src' : 'dst'} addr ${natIpv6Min ?? `${natIpv4Min}-${natIpv4Max}`}${natPortMin === undefined ? '' : ` port ${natPortMin}-${natPortMax}`}`,
  }),
  ctinfo: ({ zone, parmsDscpMask, parmsDscpStatemask, parmsCpmarkMask }) =>
    ({ zone, dscpmask: hexOf(parmsDscpMask), dscpstatemask: hexOf(parmsDscpStatemask), cpmark: hexOf(parmsCpmarkMask) }),
  gate: ({ priority, clockid, flags, baseTime, cycleTime, cycleTimeExt, entryList }) => ({
    priority, clockid: clockid === 11 ? 'TAI' : clockid, flags: hexes(flags), base_time: Number(baseTime), cycle_time: Number(cycleTime), cycle_time_ext: Number(cycleTimeExt),
    schedule: entryList.map(({ index, gate, interval, ipv, maxOctets }: any) => ({ number: index, gate_state: gate === true ? 'open' : 'close', interval, ipv, max_octets: maxOctets })),
  }),
  ife: ({ parms, type, metalst, dmac, smac }) => ({
    mode: parms.flags.includes('encode') ? 'encode' : 'decode', type: hexOf(type), mark: metalst.skbmark === true ? 'allow' : metalst.skbmark, prio: metalst.prio, dst: dmac, src: smac }),
  mirred: ({ parms: { eaction } }) => ({ mirred_action: eaction.endsWith('Mirror') ? 'mirror' : 'redirect', direction: /^[a-z]+/.exec(eaction)![0], to_dev: 'd0' }),
  mpls: ({ parms: { mAction }, proto, label, tc, bos, ttl }) => ({
    mpls_action: mAction, protocol: { 0x8847: 'mpls_uc', 0x0800: 'ip' }[proto as number], ...label !== undefined && { label, tc, bos, ttl } }),
  nat: ({ parms: { flags, newAddr } }) => ({ direction: flags.includes('egress') ? 'egress' : 'ingress', new_addr: newAddr }),
  // tc prints what is in the packet's order as the host's number
  pedit: ({ parmsEx, parms = parmsEx, keysEx }) => ({
    nkeys: parms.nkeys,
    keys: parms.keys.map(({ off, val, mask }: any, i: number) => ({
      htype: { ip4: 'ipv4' }[keysEx?.[i].htype as string] ?? keysEx?.[i].htype ?? 'network', offset: off, cmd: keysEx?.[i].cmd ?? 'set', val: hexes(swapped(val)), mask: hexes(swapped(mask)) })),
  }),
  police: ({ pktrate64, pktburst64 }) => pktrate64 === undefined ? {} : { pkts_rate: Number(pktrate64), pkts_burst: Math.round(Number(pktburst64) * 64 * Number(pktrate64) / 1e9) },
  sample: ({ rate, psampleGroup, truncSize }) => ({ rate, group: psampleGroup, trunc_size: truncSize }),
  skbedit: ({ queueMapping, priority, mark, mask, ptype, flags }) => ({
    ...queueMapping !== undefined && { queue_mapping: queueMapping, priority: `${priority >>> 16}:${hexes(priority & 0xffff)}`, mark, mask: hexes(mask), ptype: ptype === 0 ? 'host' : ptype },
    ...(Number(flags ?? 0n) & 0x20) !== 0 && { inheritdsfield: null },
  }),
  tunnel_key: ({ parms: { tAction }, encIpv4Src, encIpv6Src, encIpv4Dst, encIpv6Dst, encKeyId, encDstPort, noCsum, encTos, encTtl, encOpts }) => tAction === 'release'
    ? { mode: 'unset' }
    : {
      mode: tAction, src_ip: encIpv4Src ?? encIpv6Src, dst_ip: encIpv4Dst ?? encIpv6Dst, key_id: encKeyId, ...encDstPort !== undefined && { dst_port: encDstPort },
      flag: noCsum === 1 ? 'nocsum' : 'csum', ...encTos !== undefined && { tos: encTos }, ...encTtl !== undefined && { ttl: encTtl },
      ...encOpts?.vxlan !== undefined && { vxlan_opts: [{ ...encOpts.vxlan }] },
      ...encOpts?.erspan !== undefined && { erspan_opts: [{ index: 0, dir: 0, hwid: 0, ...encOpts.erspan }] },
      ...encOpts?.geneve !== undefined && {
        geneve_opts: encOpts.geneve.flatMap(({ class: classes, type, data }: any) =>
          classes.map((one: number, i: number) => ({ class: one, type: type[i], data: [...data[i]] }))) },
    },
  vlan: ({ parms: { vAction }, pushVlanId, pushVlanProtocol, pushVlanPriority, pushEthDst, pushEthSrc }) => ({
    vlan_action: { pushEth: 'push_eth' }[vAction as string] ?? vAction, ...pushVlanId !== undefined && { id: pushVlanId, protocol: pushVlanProtocol.toUpperCase().replace('AD', 'ad') },
    ...pushVlanPriority !== undefined && { priority: pushVlanPriority }, ...pushEthDst !== undefined && { dst_mac: pushEthDst, src_mac: pushEthSrc },
  }),
}
/** What tc prints without looking at the kind, or not as the kernel says it: nat's prefix is of the mask's last bit, in the wrong order. */
const aside = ['order', 'kind', 'type', 'control_action', 'index', 'ref', 'bind', 'installed', 'last_used', 'stats', 'cookie', 'not_in_hw', 'no_percpu', 'hw_stats', 'old_addr', 'overhead',
  'linklayer', 'rate', 'burst', 'mtu']

describe('action', () => {
  describe('captured', () => {
    const list = (kind: string): { ours: any[], theirs: any[] } => {
      // The dump's answer has the request's type
      const { printed, messages } = dumped('tc/actions', `tc ${kind === 'gact' ? '-j -s -d' : '-j -d'} actions list action ${kind}`, 50)
      return { ours: messages.flatMap(message => Actions.decode(payloadOf(message)).tab ?? []), theirs: printed.flatMap(({ actions = [] }) => actions) }
    }
    for (const [kind, show] of Object.entries(asTc)) {
      it(`${kind}`, () => {
        const { ours, theirs } = list(kind)
        expect(ours).to.have.length.above(0)
        const said = theirs.map(action => Object.fromEntries(Object.entries(action).filter(([name]) => !aside.includes(name) || kind === 'ife' && name === 'type' || kind === 'sample' && name === 'rate')))
        expect(ours.map(({ options }) => show(options))).to.deep.equal(said)
        expect(ours.map(({ options }) => (options.parms ?? options.parmsEx ?? options.act ?? options.tbf).index)).to.deep.equal(theirs.map(({ index }) => index))
      })
    }
    it('has what all have', () => {
      const [, , modify] = list('vlan').ours
      expect([modify.flags, modify.hwStats]).to.deep.equal([{ value: ['noPercpuStats'], selector: 1 }, { value: ['delayed'], selector: 3 }])
      const counted = list('gact')
      expect(counted.ours.map(({ stats }) => [Number(stats.basic.bytes), stats.basic.packets, stats.queue.drops]))
        .to.deep.equal(counted.theirs.map(({ stats }) => [stats.bytes, stats.packets, stats.drops]))
    })
    it('a dump is numbered from 0, and goes back so', () => {
      const payload = payloadOf(dumped('tc/actions', 'tc -j -d actions list action mpls', 50).messages[0]!)
      expect(Actions.encode(Actions.decode(payload) as never)[8 + 2]).to.equal(0)
      expect(Actions.encode({ tab: [{ kind: 'gact' }] })[8 + 2]).to.equal(1)
    })
  })

  tables({
    codec: Action as never,
    degraded: [
      ['an unknown kind', '08000100 6e657700 0c000200 0800010005000000', { kind: 'new', unknown: [{ type: 2, data: hex('0800010005000000') }] }],
      ['a jump, which is a number', '09000100 6761637400000000 1c000200 18000200 01000000 00000000 02000010 01000000 00000000'.replace('1c000200', '1c000200'),
        { kind: 'gact', options: { parms: { index: 1, capab: 0, action: 0x10000002, refcnt: 1, bindcnt: 0 } } }],
      ['metadata without values', '08000100 69666500 10000200 0c000600 04000100 04000300', { kind: 'ife', options: { metalst: { skbmark: true, prio: true } } }],
    ],
    refused: [
      [{ kind: 'gact', options: { parms: { action: 'reject' } } }, 'options.parms.action: "reject" is none of unspec, ok, reclassify, shot, pipe, stolen, queued, repeat, redirect, trap'],
      [{ kind: 'nat', options: { parms: { oldAddr: '2001:db8::1' } } }, 'options.parms.oldAddr: "2001:db8::1" has 16 bytes, 4 wanted'],
      [{ kind: 'mirred', options: { parms: { eaction: 'egress' } } }, 'options.parms.eaction: "egress" is none of egressRedir, egressMirror, ingressRedir, ingressMirror'],
      [{ kind: 'pedit', options: { parms: { keys: [{ mask: -1 }] } } }, 'options.parms.keys[0].mask: -1 is not a whole number from 0 to 4294967295'],
    ],
    malformed: [
      ['a mark of two bytes', '0c000100 736b6265646974 00 0c000200 06000500 01000000', 'options.mark: 2 bytes, 4 wanted'],
    ],
  })
})
