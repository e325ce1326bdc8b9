// Lists of all that is followed, in one namespace or in many.
import { Nsid } from '../../../codec/route/nsid.js'
import { messageTypes, RTM_GETNSID } from '../../../codec/route/message-types.js'
import type { Libc } from '../../libc/libc.js'
import { SystemError } from '../../libc/errors.js'
import { InterruptedError, NetlinkError } from '../../socket/errors.js'
import type { NetlinkSocket } from '../../socket/socket.js'
import { Conversation } from '../conversation.js'
import type { Steps } from '../mode.js'
import { lineOf, valuesOf, type Monitored, type MonitoredObject } from './monitored.js'
import { withNamespaceOf } from './open.js'
import { OWN } from './queue.js'
import { Table } from './table.js'

/** Others may run. */
export const TURN = Symbol('turn')
export type Turns<T> = Generator<typeof TURN, T, void>

/** What is known, by namespace and object. */
export type Known = Map<number, Map<MonitoredObject, Table>>
/** What is to be listed. */
export type Scope = (object: MonitoredObject, nsid: number) => boolean

/** The table of an object in a namespace, made where there is none. */
export function tableOf (known: Known, object: MonitoredObject, nsid: number): Table {
  let tables = known.get(nsid)
  if (tables === undefined) known.set(nsid, tables = new Map())
  let table = tables.get(object)
  if (table === undefined) tables.set(object, table = new Table(lineOf(object)))
  return table
}

/** Of other namespaces the kernel lists some objects only. */
export const isListed = (object: MonitoredObject, nsid: number): boolean => nsid === OWN || lineOf(object).elsewhere === true

export class Lists {
  /** A number that the namespace may have for itself: then it is not another. */
  own = OWN
  readonly #talk: Conversation
  constructor (readonly socket: NetlinkSocket, readonly objects: readonly MonitoredObject[]) { this.#talk = new Conversation(socket) }

  /** All of a scope, and what changed each time that it was read: of that, what there was the last time. */
  * read (scope: Scope, nsids: readonly number[] | 'all'): Turns<{ readonly known: Known, readonly interrupted: MonitoredObject[] }> {
    const known: Known = new Map()
    const interrupted = new Set<MonitoredObject>()
    const readAll = function * (lists: Lists, nsid: number): Turns<void> {
      for (const object of lists.objects) {
        if (!scope(object, nsid) || !isListed(object, nsid)) continue
        const whole = yield * lists.#fill(tableOf(known, object, nsid), object, nsid)
        if (!whole) interrupted.add(object)
      }
    }
    yield * readAll(this, OWN)
    const others = nsids === 'all' ? [...tableOf(known, 'nsid', OWN).values()].map(one => (one as Nsid).nsid!).filter(nsid => nsid !== this.own) : nsids
    for (const nsid of others) yield * readAll(this, nsid)
    return { known, interrupted: [...interrupted] }
  }

  /** The number that the namespace has for itself, if it has one: its own events then say it. */
  ownNsid (libc: Libc): number {
    try {
      return withNamespaceOf(libc, this.socket.properties.fd, fd => {
        const [answer] = this.#talk.exchange([{ call: 'monitor', type: RTM_GETNSID, codec: Nsid, value: { fd: { fd } } }])
        return (answer![0] as Nsid).nsid ?? OWN
      })
    } catch (error) {
      // Without CAP_NET_ADMIN the socket's namespace is not handed out.
      if (error instanceof SystemError) return OWN
      throw error
    }
  }

  /** False where the list changed each time that it was read. */
  * #fill (table: Table, object: MonitoredObject, nsid: number): Turns<boolean> {
    const line = lineOf(object)
    const add = (message: unknown): void => {
      for (const one of valuesOf(line, message)) if (line.is?.(one, false) !== false) table.add(one)
    }
    const steps = this.#all(line, object, nsid, add)
    try {
      while (steps.next().done !== true) yield TURN
      return true
    } catch (error) {
      if (error instanceof InterruptedError) {
        error.data.forEach(add)
        return false
      }
      // A namespace that is gone meanwhile, or a kernel that lacks it: there are none.
      if (error instanceof NetlinkError && (nsid !== OWN || error.code === 'EOPNOTSUPP' || error.code === 'ENOENT')) return true
      throw error
    } finally {
      steps.return()
    }
  }

  /** One list, or each of them. */
  * #all (line: Monitored<unknown>, object: MonitoredObject, nsid: number, add: (message: unknown) => void): Steps<void> {
    const { messages, codec: answer, request: codec = answer, list = {} } = line
    for (const asked of typeof list === 'function' ? yield * list(this.#talk) : [list]) {
      const value = { ...asked, ...nsid === OWN ? {} : { targetNetnsid: nsid } }
      const found = yield * this.#talk.dump({ call: `monitor ${object}`, type: messageTypes[`RTM_GET${messages}`], codec, answer, value })
      found.forEach(add)
    }
  }
}
