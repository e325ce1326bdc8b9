// Neighbours, as `ip -j neigh` has them.
import type { Neighbour } from '../../../codec/route/neighbour.js'
import type { Context } from '../command.js'
import { facts, word, type Facts } from './facts.js'
import { protocolName, type LinkNames } from './names.js'

const states = ['incomplete', 'reachable', 'stale', 'delay', 'probe', 'failed', 'noarp', 'permanent'] as const

/** @param link whether all are of one link, which then need not be said */
export function neighbourFacts (neighbour: Neighbour, names: LinkNames, { statistics }: Pick<Context, 'statistics'>, link: boolean): Facts {
  const has = (flag: string): boolean => neighbour.flags.includes(flag as 'proxy')
  const info = neighbour.cacheinfo
  const seconds = (ticks: number): number => Math.trunc(ticks / 100)
  const state = states.filter(name => neighbour.state.includes(name)).map(name => name.toUpperCase())
  return facts({
    dst: neighbour.dst,
    dev: link || neighbour.ndmIfindex === 0 ? undefined : names.name(neighbour.ndmIfindex),
    lladdr: neighbour.lladdr,
    router: word(has('router')),
    proxy: word(has('proxy')),
    managed: word(neighbour.flagsExt?.includes('managed') === true),
    extern_learn: word(has('extLearned')),
    offload: word(has('offloaded')),
    ...statistics && info !== undefined
      ? { refcnt: info.refcnt === 0 ? undefined : info.refcnt, used: seconds(info.used), confirmed: seconds(info.confirmed), updated: seconds(info.updated) }
      : {},
    probes: statistics ? neighbour.probes : undefined,
    state: state.length === 0 ? (has('proxy') ? undefined : ['NONE']) : state,
    protocol: neighbour.protocol === undefined || neighbour.protocol === 'unspec' ? undefined : protocolName(neighbour.protocol),
  })
}

export function neighbourText (f: Facts): string {
  const parts = [String(f.dst), ...f.dev === undefined ? [] : [`dev ${String(f.dev)}`], ...f.lladdr === undefined ? [] : [`lladdr ${String(f.lladdr)}`]]
  for (const name of ['router', 'proxy', 'managed', 'extern_learn', 'offload']) if (f[name] === null) parts.push(name)
  if (f.used !== undefined) parts.push(`${f.refcnt === undefined ? '' : `ref ${String(f.refcnt)} `}used ${String(f.used)}/${String(f.confirmed)}/${String(f.updated)}`)
  if (f.probes !== undefined) parts.push(`probes ${String(f.probes)}`)
  parts.push(...(f.state ?? []) as string[], ...f.protocol === undefined ? [] : [`proto ${String(f.protocol)}`])
  return `${parts.join(' ')}\n`
}
