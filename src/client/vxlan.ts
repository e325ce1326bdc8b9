// What the kernel does not tell of a place that a VXLAN sends to: vxlan_fdb_info() in drivers/net/vxlan/vxlan_core.c, vxlan_mdb.c
import { Link } from '../../codec/route/link/link.js'
import { RTM_GETLINK } from '../../codec/route/message-types.js'
import { answer, type Conversation } from './conversation.js'

interface Place { readonly vni?: number | undefined, readonly port?: number | undefined, readonly srcVni?: number | undefined }

/** What is the link's own is not told, nor the VNI that an entry is found by, but where packets say theirs. */
export function toldOf (talk: Conversation, call: string, index: number, place: Place): Place {
  const { vni, port, srcVni } = place
  if (vni === undefined && port === undefined && srcVni === undefined) return place
  const { linkinfo } = talk.exchange([{ call, type: RTM_GETLINK, codec: Link, value: { index } }], answer<Link>)
  if (linkinfo?.kind !== 'vxlan') return place
  const own = linkinfo.data
  return { vni: vni === own?.id ? undefined : vni, port: port === own?.port ? undefined : port, srcVni: own?.collectMetadata === 1 && srcVni !== 0 ? srcVni : undefined }
}
