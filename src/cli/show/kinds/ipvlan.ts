// IPVLANs, as `ip -j -d link` has them.
import type { Ipvlan } from '../../../../codec/route/link/kinds/ipvlan.js'
import { facts, when, type Facts } from '../facts.js'

export function ipvlan ({ mode, flags }: Ipvlan): Facts {
  const has = (name: 'private' | 'vepa'): boolean => flags?.includes(name) === true
  return facts({
    mode: mode === undefined ? undefined : String(mode),
    private: when(has('private')), vepa: when(!has('private') && has('vepa')), bridge: when(flags !== undefined && !has('private') && !has('vepa')),
  })
}
