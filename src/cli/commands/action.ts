// rtnl action. tc-actions(8)
import { Actions, type NewAction } from '../../client/action.js'
import { openClient, type Client } from '../client.js'
import type { Command, Context } from '../command.js'
import { actionWords, knownActions } from '../grammar/tc/actions.js'
import { action as verbOf, Words } from '../grammar/words.js'
import type { Action } from '../../../codec/route/tc/action.js'
import { LinkNames } from '../show/names.js'
import { actionsSaid } from '../show/tc/action.js'
import { print } from '../show/tc/print.js'
import { any, NEW_LINE } from '../show/said.js'

const usage = 'rtnl action help'
const help = `rtnl action: actions that filters share, by kind and number

usage: rtnl action show [action] KIND
       rtnl action add action KIND [OPTIONS] [index N]       replace, change: the same
       rtnl action get action KIND index N
       rtnl action delete action KIND index N
       rtnl action flush [action] KIND                       those that no filter has

kinds with options: ${knownActions.join(', ')}

example
  rtnl action add action drop index 5
  rtnl action show gact
`
/** As tc has it: how many there are, which is said of lists alone, then the actions. */
function show (actions: readonly Action[], total: number, first: number, rt: Client<'action'>, context: Context): void {
  const how = { ...context, names: new LinkNames(rt) }
  print([[any('total acts', total, 'total acts %'), NEW_LINE], actionsSaid(actions, how, { first, bound: false })], context)
}

export const action: Command = {
  summary: 'shared actions of filters: show, get, add, change, replace, delete, flush',
  help,
  async run ([word, ...rest], context) {
    const verb = verbOf(word, ['show', 'add', 'delete', 'replace', 'change', 'get', 'flush'] as const, 'show', usage)
    const words = new Words(rest, usage)
    words.take('action')
    using rt = openClient({ action: Actions }, context)
    if (verb === 'show' || verb === 'flush') {
      const kind = words.next('kind')
      words.end()
      if (verb === 'flush') rt.action.flush({ kind })
      else {
        const all = rt.action.list({ kind })
        show(all, all.length, 0, rt, context)
      }
    } else if (verb === 'get' || verb === 'delete') {
      const kind = words.next('kind')
      const word = words.next('index')
      if (word !== 'index') words.unknown(word)
      const key = { kind, index: words.number('index') }
      words.end()
      if (verb === 'delete') rt.action.delete(key)
      else show([rt.action.get(key)], 0, 1, rt, context)
    } else {
      const given = actionWords(words, rt) as NewAction
      words.end()
      rt.action[verb === 'add' ? 'add' : 'replace'](given)
    }
  },
}
