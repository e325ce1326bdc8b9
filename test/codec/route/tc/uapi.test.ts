// Every attribute of traffic control that the kernel's headers have is declared. ../shared/uapi/constants.tsv: constants of linux 7.2.
import { expect } from 'chai'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Word } from '../../../../codec/core/types.js'
import { Actions } from '../../../../codec/route/tc/action.js'
import { Class, Filter, Qdisc } from '../../../../codec/route/tc/tc.js'
import { reachedFrom } from '../../../walk.js'

const file = join(import.meta.dirname, '..', '..', '..', '..', '..', '..', 'shared', 'uapi', 'constants.tsv')
const rows = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(1).map(line => line.split('\t')) : []
const headers = /^linux\/(rtnetlink|pkt_sched|pkt_cls|gen_stats|ife|tc_act\/.*|tc_ematch\/.*)\.h$/
const sets = /^(TCA_|IFE_META_|NETEM_LOSS_)/
/** Ends of enumerations and padding; and values, which are not attributes. */
const aside = /(_UNSPEC|_MAX|_PAD)$|^TCA_(ID_|OLD_COMPAT|FLAG_|DUMP_FLAGS_|ACT_(FLAGS?_|HW_STATS_|TAB$|(NO)?(UN)?BIND|(NO)?REPLACE|MAX_PRIO))/
const values = new RegExp(['^TCA_CLS_FLAGS_', '^TCA_BPF_FLAG_', '_XSTATS_(QDISC|CLASS)$', '^TCA_FLOWER_KEY_(CT_FLAGS|FLAGS)_(?!MASK$)', '^TCA_FLOWER_MASK_FLAGS_RANGE$',
  '^TCA_CSUM_UPDATE_FLAG_', '^TCA_CT_ACT_', '^TCA_(IN|E)GRESS_(REDIR|MIRROR)$', '^TCA_MPLS_ACT_', '^TCA_NAT_FLAG_', '^TCA_PEDIT_KEY_EX_(HDR_TYPE|CMD)_', '^TCA_TUNNEL_KEY_ACT_',
  '^TCA_VLAN_ACT_', '^TCA_TAPRIO_ATTR_FLAG_'].join('|'))
/** Old names of TCA_ID_*. */
const actionIds = /^TCA_ACT_(GACT|IPT|PEDIT|MIRRED|NAT|XT|SKBEDIT|VLAN|BPF|CONNMARK|SKBMOD|CSUM|TUNNEL_KEY|SIMP|IFE|SAMPLE)$/
/** Elements of a list that says their number: `repeated`. */
const elements = ['TCA_GRED_VQ_ENTRY', 'TCA_TAPRIO_SCHED_ENTRY', 'TCA_GATE_ONE_ENTRY', 'TCA_PEDIT_KEY_EX']
/** Of headers before 7.2. */
const removed = /^TCA_(CBQ|DSMARK|ATM|RSVP|TCINDEX|IPT)_/

describe('constants of traffic control [needs ../shared/uapi]', () => {
  before(function () { if (rows.length === 0) this.skip() })
  const theirs = new Map(rows.filter(([name, header]) => headers.test(header!) && sets.test(name!)).map(([name, , value]) => [name!, Number(value)]))
  const ours = reachedFrom([Qdisc, Class, Filter, Actions] as unknown as Word[]).declarations.flatMap(({ entries }) => entries)

  it('every number is the kernel\'s', () => {
    const wrong = ours.filter(({ constant }) => !removed.test(constant)).filter(({ constant, number }) => theirs.get(constant) !== number)
    expect(wrong.map(({ constant, number }) => `${constant} ${number}, not ${theirs.get(constant)}`)).to.deep.equal([])
  })
  it('every attribute is declared', () => {
    const names = new Set([...ours.map(({ constant }) => constant), ...elements])
    const wanted = [...theirs.keys()].filter(name => !aside.test(name) && !values.test(name) && !actionIds.test(name))
    expect(wanted.length).to.be.above(550)
    expect(wanted.filter(name => !names.has(name))).to.deep.equal([])
  })
})
