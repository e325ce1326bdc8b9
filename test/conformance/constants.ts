// Messages and attributes against the constants of the kernel's headers, linux 7.2.
import type { Row } from '../../codec/reference.js'
import type { Figure } from './figures.js'
import { headers, leftOut, prefixes } from './prefixes.js'
import { table } from './shared.js'

const constants = (): Array<{ name: string, header: string, value: number }> => table('uapi', 'constants.tsv').map(([name = '', header = '', value]) => ({ name, header, value: Number(value) }))

export function messages (rows: readonly Row[]): Figure[] {
  const theirs = constants().filter(({ name, header }) => header === 'linux/rtnetlink.h' && /^RTM_(NEW|DEL|GET|SET)/.test(name))
  const ours = new Map(rows.filter(({ what }) => what === 'message').map(({ constant, number }) => [constant, number]))
  const missing = theirs.filter(({ name, value }) => ours.get(name) !== value)
  return [{ name: 'messages of UAPI 7.2 known by name and declared', right: theirs.length - missing.length, of: theirs.length, wanted: 1, exceptions: missing.map(({ name }) => ({ what: name })) }]
}

/** Constants of attributes: those that count, and how many of the same headers are something else. */
function counted (): { attributes: string[], others: Map<string, number> } {
  const attributes: string[] = []
  const others = new Map<string, number>()
  for (const { name, header } of constants()) {
    if (!headers.test(header)) continue
    const [, reason] = leftOut.find(([pattern]) => pattern.test(name)) ?? []
    if (reason === undefined && prefixes.some(prefix => name.startsWith(prefix))) attributes.push(name)
    else others.set(reason ?? name, (others.get(reason ?? name) ?? 0) + 1)
  }
  return { attributes, others }
}

/** Bytes that the header, or the kernel's source, says are opaque. */
const opaque: ReadonlyArray<readonly [RegExp, string]> = [
  [/^IFLA_(COST|PRIORITY)$|^RTA_(PROTOINFO|SESSION|MP_ALGO)$/, 'nobody has used it since Linux 2.2'],
  [/^IFLA_(WIRELESS|INET6_MCAST)$|_STAB$|_LABELS(_MASK)?$|_GENEVE_DATA$|_PKT$|_MATCH_DATA$/, 'a packet, a table, options or labels that the kernel does not look into, or never tells'],
  [/^IFLA_PORT_(VSI_TYPE|INSTANCE_UUID|HOST_UUID)$|_MAID$|COOKIE|^IFLA_PHYS_(PORT|SWITCH)_ID$|_IKEY_ID$|^IFLA_MACSEC_ICV|^TCA_BPF_TAG$|^TCA_ACT_BPF_TAG$/, 'an identity of somebody else\'s making'],
]
export function attributes (rows: readonly Row[]): Figure[] {
  const { attributes, others } = counted()
  const ours = new Map<string, Row[]>()
  for (const row of rows) if (row.what === 'attribute') ours.set(row.constant!, [...ours.get(row.constant!) ?? [], row])
  const unnamed = attributes.filter(name => !ours.has(name))
  const untyped = attributes.filter(name => ours.get(name)?.every(({ type }) => type === 'bytes') === true)
  const bytes = untyped.map(what => ({ what, reason: opaque.find(([pattern]) => pattern.test(what))?.[1] ?? 'bytes, which could be taken apart' }))
  const typed = attributes.length - unnamed.length - bytes.filter(({ reason }) => reason.startsWith('bytes')).length
  const mistakes = [...others.keys()].filter(name => /^[A-Z0-9_]+$/.test(name))
  const rest = [...others].filter(([name]) => !mistakes.includes(name))
  return [
    { name: 'attribute constants named', right: attributes.length - unnamed.length, of: attributes.length, wanted: 1, exceptions: unnamed.map(what => ({ what })) },
    { name: 'of them with a type', right: typed, of: attributes.length, wanted: 0.97, exceptions: bytes },
    { name: 'constants of the same headers that are no attributes', right: rest.reduce((sum, [, count]) => sum + count, 0), wanted: Infinity,
      exceptions: [...rest.map(([reason, count]) => ({ what: String(count), reason })), ...mistakes.map(what => ({ what }))] },
  ]
}
