// Rules that choose a routing table: RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE. rtnetlink(7), ip-rule(8)
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL } from '../../codec/core/header.js'
import type { Input, Wide } from '../../codec/core/infer.js'
import { RTM_DELRULE, RTM_GETRULE, RTM_NEWRULE } from '../../codec/route/message-types.js'
import { Rule, ruleFlags } from '../../codec/route/rule.js'
import { NetlinkError } from '../socket/errors.js'
import type { Ask } from './asked.js'
import { answer, nothing, type Listing } from './conversation.js'
import type { Each, Mode, Result, WaitOptions } from './mode.js'
import { Objects } from './objects.js'
import { fits, isSame } from './rule-match.js'
import { during, endOf, familyOfText, mustBeOf, parseTable, tableOfHeader, within, type Table } from './values.js'

/**
 * A rule: `src: '10.0.0.0/8'`, `dst`, `iifname`, `fwmark` ... and `table`. Without a priority the kernel takes one before all others but 0.
 * `dstLen` and `srcLen` count where `dst` and `src` have no length: so what `list` gave can be given back.
 */
export type NewRule = Omit<Input<Rule, Wide>, 'table' | 'frhTable'> & { readonly table?: Table }
export interface RuleFilter {
  readonly family?: 'inet' | 'inet6'
  readonly priority?: number
  readonly table?: Table
}

const MAKE = NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO

export class Rules<M extends Mode> extends Objects<M> {
  /** All of the namespace, or those that fit, in the order in which they are tried. */
  list (filter: RuleFilter = {}, options?: WaitOptions): Result<M, Rule[]> {
    return this.steps(() => this.listed(this.#listing('rule.list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: RuleFilter = {}, options?: WaitOptions): Each<M, Rule> {
    return this.pieces(() => this.#listing('rule.each', filter), options)
  }

  /** The first that fits. @throws {NetlinkError} ENOENT */
  get (filter: RuleFilter): Result<M, Rule> {
    const rules = this
    return this.steps(function * () {
      const [found] = yield * rules.listed(rules.#listing('rule.get', filter))
      return found ?? missing('rule.get')
    })
  }

  /** Makes a rule, and gives it back as the kernel has it. @throws {CodecError}, {NetlinkError} EEXIST, EINVAL ... */
  add (rule: NewRule): Result<M, Rule> {
    return this.now(() => this.#make(ask('rule.add', RTM_NEWRULE, MAKE, rule)))
  }

  /** As `add`, but content with one that is there already, all selectors alike. */
  replace (rule: NewRule): Result<M, Rule> {
    const rules = this
    return this.steps(function * () {
      const request = ask('rule.replace', RTM_NEWRULE, MAKE, rule)
      // Made at once in a batch, too, as what comes then goes by its refusal.
      try { return answer<Rule>(rules.talk.exchange([request])) } catch (error) {
        if (!(error instanceof NetlinkError) || error.code !== 'EEXIST') throw error
        const wanted = rules.talk.said<Rule>(request)
        const found = (yield * rules.listed(rules.#listing('rule.replace', { family: wanted.family as 'inet' }))).find(one => isSame(one, wanted))
        // The kernel takes a rule that says less than one of the same priority and table for the same.
        if (found === undefined) throw error
        return found
      }
    })
  }

  /**
   * Changes the first rule that fits all that is given: the changed one is made, then the old one deleted, so that there is always one.
   * @throws {NetlinkError} ENOENT; EEXIST where nothing would change, or there is such a rule already
   */
  change (rule: NewRule, changes: NewRule): Result<M, Rule> {
    const rules = this
    return this.steps(function * () {
      const wanted = rules.talk.said<Rule>(ask('rule.change', RTM_DELRULE, 0, rule))
      const old = (yield * rules.listed(rules.#listing('rule.change', { family: wanted.family as 'inet' }))).find(one => fits(one, wanted))
      if (old === undefined) missing(`rule.change ${rule.priority ?? ''}`.trimEnd())
      const made = rules.#make(ask('rule.change', RTM_NEWRULE, MAKE, changed(old, changes)))
      rules.talk.all([ask('rule.change', RTM_DELRULE, 0, old)], ['ENOENT'])
      return made
    })
  }

  /** The first that fits all that is given. @throws {NetlinkError} ENOENT */
  delete (rule: NewRule): Result<M, void> {
    return this.now(() => this.talk.exchange([ask('rule.delete', RTM_DELRULE, 0, rule)], nothing))
  }

  /** Deletes those that fit; the filter must say something. The kernel's own three stay unless they are asked for. Gives how many. */
  flush (filter: RuleFilter & ({ family: string } | { priority: number } | { table: Table })): Result<M, number> {
    const rules = this
    return this.steps(function * () {
      rules.mustSay('rule.flush', filter, filters)
      const found = (yield * rules.listed(rules.#listing('rule.flush', filter))).filter(rule =>
        filter.priority !== undefined || filter.table !== undefined || rule.protocol !== 'kernel')
      return rules.flushed(found.map(rule => ask('rule.flush', RTM_DELRULE, 0, rule)), ['ENOENT'])
    })
  }

  #listing (call: string, filter: RuleFilter): Listing<Rule> {
    this.mustKnow(call, filter, filters)
    const { family, priority, table } = filter
    const number = table === undefined ? undefined : during(call, () => parseTable(table))
    return {
      ask: { call, type: RTM_GETRULE, codec: Rule, value: { family: family ?? 'unspec' } },
      fits: rule => (family === undefined || rule.family === family) && (priority === undefined || (rule.priority ?? 0) === priority) &&
        (number === undefined || (rule.table ?? rule.frhTable) === number),
    }
  }

  #make (request: Ask): Rule {
    return this.talk.exchange([request], answer<Rule>)
  }
}

const filters = ['family', 'priority', 'table']
function missing (call: string): never {
  throw new NetlinkError({ call, errno: 2, text: 'there is no such rule' })
}
/** Header and attribute have one name for whoever called. */
const written = (path: string): string => path.replace(/^frhTable\b/, 'table').replace(/^(dst|src)Len\b/, '$1')

/** A rule with changes; what would contradict them goes. Which links are there is for the kernel to say. */
function changed (old: Rule, changes: NewRule): NewRule {
  const { action, table, goto, frhTable: _table, flags, dstLen, srcLen, ...rest } = old
  const elsewhere = changes.table !== undefined || changes.goto !== undefined || changes.action !== undefined || changes.l3mdev !== undefined
  return {
    ...rest,
    flags: flags.filter(flag => flag === 'invert'),
    ...changes.dst === undefined ? { dstLen } : {},
    ...changes.src === undefined ? { srcLen } : {},
    ...elsewhere ? {} : { action, ...table === undefined ? {} : { table }, ...goto === undefined ? {} : { goto } },
    ...changes,
  }
}

function ask (verb: string, type: number, flags: number, rule: NewRule): Ask {
  const { src, dst, table, ...rest } = rule
  const call = `${verb} ${rule.priority ?? ''}`.trimEnd()
  return during(call, () => {
    const text = [src, dst].find(text => text !== undefined && /[.:]/.test(text))
    const family = rule.family ?? (text === undefined ? 'inet' : familyOfText(text))
    mustBeOf(family, src, 'src')
    mustBeOf(family, dst, 'dst')
    const number = table === undefined ? undefined : parseTable(table)
    // The kernel's own table if none is said, as ip does: a rule without one leads nowhere.
    const leads = number ?? (rule.action === undefined && rule.goto === undefined && rule.l3mdev === undefined && type === RTM_NEWRULE ? 254 : undefined)
    return {
      call,
      type,
      flags,
      codec: Rule,
      written,
      value: {
        ...type === RTM_NEWRULE ? { action: rule.goto === undefined ? 'toTbl' : 'goto' } : {},
        ...rest, family,
        ...src === undefined ? {} : endOf(src, 'src', rule.srcLen), ...dst === undefined ? {} : endOf(dst, 'dst', rule.dstLen),
        ...rule.flags === undefined ? {} : { flags: [within('flags', () => ruleFlags.bits(rule.flags!).set) & INVERT] },
        ...leads === undefined ? {} : { frhTable: tableOfHeader(leads), table: leads },
      },
    }
  })
}
/** Of a rule's flags the only one that is not the kernel's to set. FIB_RULE_INVERT, linux/fib_rules.h */
const INVERT = 2
