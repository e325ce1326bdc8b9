// Names that this machine gives to numbers of tables, groups and realms: /etc/iproute2 and /usr/share/iproute2, which ip(8) reads.
import { readFileSync } from 'node:fs'

export type NameFile = 'rt_tables' | 'group' | 'rt_realms'
/** What ip knows without any file. */
const own: Readonly<Record<NameFile, Readonly<Record<string, number>>>> = { rt_tables: { default: 253, main: 254, local: 255 }, group: { default: 0 }, rt_realms: {} }

/** `100 mangled`, a line a name; what is in /etc goes before the others. A machine may have none. */
export function namesOf (file: NameFile): ReadonlyMap<number, string> {
  const names = new Map(Object.entries(own[file]).map(([name, number]) => [number, name]))
  for (const directory of ['/usr/share/iproute2', '/usr/lib/iproute2', '/etc/iproute2']) {
    let text
    try { text = readFileSync(`${directory}/${file}`, 'utf8') } catch { continue }
    for (const [, number, name] of text.matchAll(/^\s*(0x[0-9a-f]+|\d+)\s+([^\s#]+)/gim)) names.set(Number(number), name!)
  }
  return names
}

/** The number of a name, or of the number as text. The files are read each time: names that ip itself does not know are few. */
export function numberOf (file: NameFile, name: string): number | undefined {
  if (Object.hasOwn(own[file], name)) return own[file][name]
  return /^\d+$/.test(name) ? Number(name) : [...namesOf(file)].find(([, known]) => known === name)?.[0]
}
