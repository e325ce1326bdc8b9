// The socket of a client, in the namespace that is meant.
import { descriptorIn, inside } from '../netns/enter.js'
import type { NetworkNamespace } from '../netns/namespace.js'
import { NetlinkSocket, type SocketOptions } from '../socket/socket.js'

export interface RtnetlinkOptions extends Pick<SocketOptions, 'libc' | 'receiveBuffer' | 'sendBuffer'> {
  /** Whose links, addresses and so on; without it, those of the namespace that the thread is in. */
  readonly namespace?: Pick<NetworkNamespace, 'fd'> | undefined
}

export function openSocket ({ namespace, ...options }: RtnetlinkOptions): NetlinkSocket {
  const fd = namespace === undefined ? undefined : descriptorIn(namespace, 'namespace')
  const enter = fd === undefined ? {} : { inside: <R>(step: () => R): R => inside(fd, String(namespace), step) }
  return NetlinkSocket.open({ ...options, ...enter })
}
