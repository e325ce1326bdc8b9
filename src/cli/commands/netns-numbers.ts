// rtnl netns list, set, list-id: the numbers by which a namespace knows others. ip-netns(8), rtnetlink(7): RTM_GETNSID
import { Nsids } from '../../client/nsid.js'
import { SystemError, UsageError } from '../../libc/errors.js'
import type { NamedNamespace } from '../../netns/named.js'
import { NetworkNamespace } from '../../netns/namespace.js'
import { openClient, type Client } from '../client.js'
import type { Context } from '../command.js'

/** Of each name, the number of its namespace, if it has one. */
export function numbersOf (names: readonly NamedNamespace[], context: Context): Array<number | undefined> {
  using rt = openClient({ nsid: Nsids }, context)
  return names.map(({ name, stale }) => stale ? undefined : numberOf(name, rt))
}

export function setNumber (name: string, id: number, context: Context): void {
  using namespace = NetworkNamespace.openSync(name)
  using rt = openClient({ nsid: Nsids }, context)
  rt.nsid.add(namespace, id)
}

/** Every number that was given, with the name of its namespace, if it has one. */
export function allNumbers (named: readonly NamedNamespace[], context: Context): Array<{ nsid: number | undefined, name?: string | undefined }> {
  using rt = openClient({ nsid: Nsids }, context)
  const names = new Map<number | undefined, string>()
  for (const { name, stale } of named) if (!stale) names.set(numberOf(name, rt), name)
  return rt.nsid.list().map(({ nsid }) => ({ nsid, ...names.has(nsid) ? { name: names.get(nsid) } : {} }))
}

/** Undefined where it has none, and also where the name has gone meanwhile or may not be opened. */
function numberOf (name: string, rt: Client<'nsid'>): number | undefined {
  try {
    using namespace = NetworkNamespace.openSync(name)
    return rt.nsid.get(namespace)
  } catch (error) {
    if (error instanceof SystemError || error instanceof UsageError) return undefined
    throw error
  }
}
