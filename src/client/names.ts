// Names that a machine gives to numbers: of tables, protocols, scopes, realms, groups. /etc/iproute2 and what is shipped, which ip(8) reads.
import { CodecError } from '../../codec/core/errors.js'
import type { NameFile as OfWord } from '../../codec/core/infer.js'
import { protocolNames, scopeNames } from '../../codec/route/numbers.js'
import { fs } from '../libc/node.js'

export type NameFile = OfWord | 'rt_tables' | 'rt_dsfield'
/** What is known without any file: the kernel's names (linux/rtnetlink.h, linux/if_addr.h), and ip's where they differ. Of one number the last is shown. */
const own: Readonly<Record<NameFile, Readonly<Record<string, number>>>> = {
  rt_tables: { unspec: 0, default: 253, main: 254, local: 255 },
  rt_protos: protocolNames,
  rt_scopes: { ...scopeNames, global: 0 },
  rt_realms: {},
  rt_addrprotos: { kernel_lo: 1, kernel_ra: 2, kernel_ll: 3 },
  rt_dsfield: {},
  group: { default: 0 },
}
const directories = ['/usr/share/iproute2', '/usr/lib/iproute2', '/etc/iproute2']

/** `100 mangled`, a line a name; what is in /etc goes before the others. A machine may have none. */
export function namesOf (file: NameFile): ReadonlyMap<number, string> {
  const names = new Map(Object.entries(own[file]).map(([name, number]) => [number, name]))
  for (const path of directories.flatMap(directory => [`${directory}/${file}`, ...partsOf(`${directory}/${file}.d`)])) {
    let text
    try { text = fs.readFileSync(path, 'utf8') } catch { continue }
    for (const [, number, name] of text.matchAll(/^\s*(0x[0-9a-f]+|\d+)\s+([^\s#]+)/gim)) names.set(Number(number), name!)
  }
  return names
}
function partsOf (directory: string): string[] {
  try { return fs.readdirSync(directory).filter(name => /^[^.].*\.conf$/.test(name)).sort().map(name => `${directory}/${name}`) } catch { return [] }
}

/** The number of a name, or of the number as text. The files are read each time: names that nobody knows without them are few. */
function numberOf (file: NameFile, name: string): number | undefined {
  if (Object.hasOwn(own[file], name)) return own[file][name]
  return /^\d+$/.test(name) ? Number(name) : [...namesOf(file)].find(([, known]) => known === name)?.[0]
}

/** Realms are two in one number: `from/to`, or `to` alone. */
const parts = (file: NameFile, name: string): readonly string[] => file === 'rt_realms' ? name.split('/', 2) : [name]

/**
 * The number that a person wrote, or wrote the name of. `member`: for the error's path.
 * @throws {CodecError} for a name that nobody knows
 */
export function numbered (file: NameFile, value: unknown, member = ''): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string' && Object.hasOwn(own[file], value)) return own[file][value]!
  return parts(file, String(value)).reduce((upper, name) => {
    const number = typeof value === 'string' ? numberOf(file, name) : undefined
    if (number !== undefined) return upper * 0x10000 + number
    const known = Object.keys(own[file])
    throw new CodecError(`"${name}" is ${known.length === 0 ? '' : `none of ${known.join(', ')}, and `}not in /etc/iproute2/${file}: give its number`, member)
  }, 0)
}
