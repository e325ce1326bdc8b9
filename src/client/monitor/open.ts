// The two sockets of one who follows changes: one that hears of them, one that asks for lists.
import type { Libc } from '../../libc/libc.js'
import { check } from '../../libc/errors.js'
import { fs } from '../../libc/node.js'
import { inside, OWN } from '../../netns/enter.js'
import { multicastGroups } from '../../../codec/route/message-types.js'
import { NetlinkSocket } from '../../socket/socket.js'
import { lineOf, type MonitoredObject } from './monitored.js'

/** ioctl(2) of a socket: a descriptor of its network namespace. linux/sockios.h */
const SIOCGSKNS = 0x894c
/** What no burst fills soon: some 40,000 changes of routes. */
const RECEIVE_BUFFER = 32 << 20

/** Where, and by which C library. */
export interface Place {
  readonly libc: Libc
  /** Of the namespace that is meant. */
  readonly socket: NetlinkSocket
  /** That namespace by name, where the thread was in it: while it is there, no rights are needed. */
  readonly home: string | undefined
}
export interface Sockets {
  readonly events: NetlinkSocket
  readonly lists: NetlinkSocket
}

/** The namespace that the thread is in: 'net:[4026531840]'. Empty where no /proc is mounted: then it is taken for the same always. */
export function namespaceOfThread (): string {
  try { return fs.readlinkSync(OWN) } catch { return '' }
}

/** @throws {SystemError} EPERM where the namespace may not be entered; {UsageError} where the socket is closed */
export function openSockets (place: Place, objects: Iterable<MonitoredObject>, { receiveBuffer = RECEIVE_BUFFER, allNamespaces = false }: {
  readonly receiveBuffer?: number | undefined, readonly allNamespaces?: boolean | undefined
}): Sockets {
  const groups = [...new Set([...objects].flatMap(object => lineOf(object).groups))].map(group => multicastGroups[`RTNLGRP_${group}`])
  const { libc } = place
  return within(place, () => {
    const lists = NetlinkSocket.open({ libc })
    try {
      return { lists, events: NetlinkSocket.open({ libc, groups, receiveBuffer, allNamespaces }) }
    } catch (error) {
      lists.close()
      throw error
    }
  })
}

/** Calls `step` with a descriptor of the namespace of a socket, which is closed afterwards. */
export function withNamespaceOf<R> (libc: Libc, socket: number, step: (fd: number) => R): R {
  const fd = check(libc.ioctl(socket, SIOCGSKNS, new Uint8Array(8)), 'ioctl', 'SIOCGSKNS')
  try { return step(fd) } finally { libc.close(fd) }
}

function within<R> ({ libc, socket, home }: Place, step: () => R): R {
  socket.mustBeOpen()
  if (home === namespaceOfThread()) return step()
  return withNamespaceOf(libc, socket.properties.fd, fd => inside(fd, 'the namespace of the socket', step))
}
