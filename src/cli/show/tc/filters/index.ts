// What each kind of filter says of itself. iproute2's tc/f_*.c
import type { How } from '../../how.js'
import type { Said } from '../../said.js'
import { flower } from './flower.js'
import { basic, bpf, cgroup, flow, fw, matchall, route } from './small.js'
import { u32 } from './u32.js'

export const filterOptions: Readonly<Record<string, (of: never, how: How, handle: number) => Said>> = { basic, bpf, cgroup, flow, flower, fw, matchall, route, u32 }
