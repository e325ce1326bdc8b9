// The article's steps, in its order. "Namespaces in operation, part 7: network namespaces":
// https://lwn.net/Articles/580893/
import type { Step } from './step.js'
import { deleted, end, mayNot, noNetwork } from './steps/confined.js'
import { byPid, loStays, shutOff, wayBack } from './steps/moving.js'
import { add, apart, links, loopbackDown, loopbackUp } from './steps/namespace.js'
import { beyond, ports, routes } from './steps/routes.js'
import { addresses, move, pair, ping } from './steps/veth.js'

export const steps: readonly Step[] = [
  add, links, loopbackDown, loopbackUp, apart,
  pair, move, addresses, ping,
  routes, ports, beyond,
  loStays, byPid, wayBack, shutOff,
  noNetwork, deleted, mayNot, end,
]
