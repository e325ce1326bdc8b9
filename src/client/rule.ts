// Rules that choose a routing table: RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE. rtnetlink(7), ip-rule(8)
import { CodecError } from '../../codec/core/errors.js'
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL } from '../../codec/core/header.js'
import type { Input, Wide } from '../../codec/core/infer.js'
import { RTM_DELRULE, RTM_GETRULE, RTM_NEWRULE } from '../../codec/route/registry.js'
import { Rule } from '../../codec/route/rule.js'
import { NetlinkError } from '../socket/errors.js'
import type { Ask } from './conversation.js'
import type { Mode, Result, WaitOptions } from './mode.js'
import { Objects } from './objects.js'
import { familyOfText, parsePrefix, parseTable, type Table } from './values.js'

/**
 * A rule: `src: '10.0.0.0/8'`, `dst`, `iifname`, `fwmark` … and `table`. Without a priority the kernel takes one before all others but 0.
 */
export type NewRule = Omit<Input<Rule, Wide>, 'table' | 'frhTable' | 'dstLen' | 'srcLen'> & { readonly table?: Table }
export interface RuleFilter {
  readonly family?: 'inet' | 'inet6'
  readonly priority?: number
  readonly table?: Table
}

export class Rules<M extends Mode> extends Objects<M> {
  /** All of the namespace, or those that fit, in the order in which they are tried. */
  list (filter: RuleFilter = {}, options?: WaitOptions): Result<M, Rule[]> {
    return this.steps(() => this.#list('rule.list', filter), options)
  }

  /** The first that fits. @throws {NetlinkError} ENOENT */
  get (filter: RuleFilter): Result<M, Rule> {
    const rules = this
    return this.steps(function * () {
      const [found] = yield * rules.#list('rule.get', filter)
      if (found === undefined) throw new NetlinkError({ call: 'rule.get', errno: 2, text: 'there is no such rule' })
      return found
    })
  }

  /** Makes a rule, and gives it back as the kernel has it. @throws {CodecError}, {NetlinkError} EEXIST, EINVAL … */
  add (rule: NewRule): Result<M, Rule> {
    return this.now(() => this.#make(ask('rule.add', RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO, rule)))
  }

  /** As `add`, but content with one that is there already, all selectors alike. */
  replace (rule: NewRule): Result<M, Rule> {
    const rules = this
    return this.steps(function * () {
      const request = ask('rule.replace', RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO, rule)
      try { return rules.#make(request) } catch (error) {
        if (!(error instanceof NetlinkError) || error.code !== 'EEXIST') throw error
      }
      const wanted = Rule.decode(Rule.encode(request.value as Input<Rule>))
      const same = (one: Rule): boolean => Object.entries(wanted).every(([name, value]) => JSON.stringify(one[name as keyof Rule]) === JSON.stringify(value))
      return (yield * rules.#list('rule.replace', { family: wanted.family as 'inet' })).find(same) ?? wanted
    })
  }

  /** Puts a changed rule in the place of another: first the new one is made, then the old one deleted, so that there is always one. */
  change (rule: NewRule, changes: NewRule): Result<M, Rule> {
    return this.now(() => {
      const made = this.#make(ask('rule.change', RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO, { ...rule, ...changes }))
      this.talk.exchange([ask('rule.change', RTM_DELRULE, 0, rule)])
      return made
    })
  }

  /** The first that fits all that is given. @throws {NetlinkError} ENOENT */
  delete (rule: NewRule): Result<M, void> {
    return this.now(() => { this.talk.exchange([ask('rule.delete', RTM_DELRULE, 0, rule)]) })
  }

  /** Deletes those that fit; the filter must say something. The kernel's own three stay unless they are asked for. Gives how many. */
  flush (filter: RuleFilter & ({ family: string } | { priority: number } | { table: Table })): Result<M, number> {
    const rules = this
    return this.steps(function * () {
      const found = (yield * rules.#list('rule.flush', filter)).filter(rule =>
        filter.priority !== undefined || filter.table !== undefined || rule.protocol !== 'kernel')
      return rules.flushed(found.map(rule => ({ call: `rule.flush ${rule.priority ?? 0}`, type: RTM_DELRULE, codec: Rule, value: rule })), ['ENOENT'])
    })
  }

  * #list (call: string, { family, priority, table }: RuleFilter): Generator<void, Rule[], void> {
    const found = yield * this.talk.dump<Rule>({ call, type: RTM_GETRULE, codec: Rule, value: { family: family ?? 'unspec' } })
    const number = table === undefined ? undefined : parseTable(table)
    return found.filter(rule => (family === undefined || rule.family === family) && (priority === undefined || (rule.priority ?? 0) === priority) &&
      (number === undefined || (rule.table ?? rule.frhTable) === number))
  }

  #make (request: Ask): Rule {
    return this.talk.exchange([request])[0]![0] as Rule
  }
}

function ask (verb: string, type: number, flags: number, rule: NewRule): Ask {
  const { src, dst, table, ...rest } = rule
  const call = `${verb} ${rule.priority ?? ''}`.trimEnd()
  try {
    const end = (text: string, member: 'src' | 'dst'): object => {
      const { address, length } = parsePrefix(text, member)
      return address === undefined ? {} : { [member]: address, [`${member}Len`]: length ?? (address.includes(':') ? 128 : 32) }
    }
    const text = [src, dst].find(text => text !== undefined && /[.:]/.test(text))
    const number = table === undefined ? undefined : parseTable(table)
    // The kernel's own table if none is said, as ip does: a rule without one leads nowhere.
    const leads = number ?? (rule.action === undefined && rule.goto === undefined && rule.l3mdev === undefined && type === RTM_NEWRULE ? 254 : undefined)
    return {
      call,
      type,
      flags,
      codec: Rule,
      value: {
        ...type === RTM_NEWRULE ? { action: rule.goto === undefined ? 'toTbl' : 'goto' } : {},
        ...rest, family: rule.family ?? (text === undefined ? 'inet' : familyOfText(text)),
        ...src === undefined ? {} : end(src, 'src'), ...dst === undefined ? {} : end(dst, 'dst'),
        ...leads === undefined ? {} : { frhTable: leads < 256 ? leads : 0, table: leads },
      },
    }
  } catch (error) {
    throw error instanceof CodecError ? error.during(call) : error
  }
}
