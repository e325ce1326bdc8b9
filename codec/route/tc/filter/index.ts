// Kinds of filters: what TCA_KIND says, and the type of TCA_OPTIONS.
import { Basic } from './basic.js'
import { Bpf } from './bpf.js'
import { Cgroup } from './cgroup.js'
import { Flow } from './flow.js'
import { Flower } from './flower.js'
import { Fw } from './fw.js'
import { Matchall } from './matchall.js'
import { Route4 } from './route.js'
import { Rsvp } from './rsvp.js'
import { Tcindex } from './tcindex.js'
import { U32 } from './u32.js'

export const filters = {
  basic: Basic,
  bpf: Bpf,
  cgroup: Cgroup,
  flow: Flow,
  flower: Flower,
  fw: Fw,
  matchall: Matchall,
  route: Route4,
  rsvp: Rsvp,
  rsvp6: Rsvp,
  tcindex: Tcindex,
  u32: U32,
}
