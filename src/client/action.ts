// Shared actions, which filters name by kind and index: RTM_NEWACTION, RTM_DELACTION, RTM_GETACTION. linux/rtnetlink.h, tc-actions(8);
// net/sched/act_api.c
import { CodecError } from '../../codec/core/errors.js'
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE, NLM_F_ROOT } from '../../codec/core/header.js'
import type { Value, Wide } from '../../codec/core/infer.js'
import { messageTypes } from '../../codec/route/message-types.js'
import { Actions as Message, type Action } from '../../codec/route/tc/action.js'
import type { actions } from '../../codec/route/tc/action/index.js'
import type { Ask } from './asked.js'
import { answer, nothing } from './conversation.js'
import type { Mode, Result, Steps, WaitOptions } from './mode.js'
import { Objects } from './objects.js'

export type ActionKind = keyof typeof actions
/** `{ kind: 'gact', options: { parms: { index: 5, action: 'shot' } } }`; without an index in `parms` the kernel chooses one. */
export interface NewAction<K = ActionKind> {
  readonly kind: K | ActionKind
  readonly options?: K extends ActionKind ? Value<(typeof actions)[K], Wide> : undefined
  /** Up to 16 bytes that are the caller's. */
  readonly cookie?: Uint8Array
}
export interface ActionKey { readonly kind: ActionKind | (string & {}), readonly index: number }
export interface ActionFilter { readonly kind: ActionKind | (string & {}) }

export class Actions<M extends Mode> extends Objects<M> {
  /** All shared ones of a kind: the kernel lists no others. */
  list (filter: ActionFilter, options?: WaitOptions): Result<M, Action[]> {
    return this.steps(() => this.#list('action.list', filter), options)
  }

  /** @throws {NetlinkError} ENOENT */
  get (key: ActionKey): Result<M, Action> {
    return this.now(() => this.talk.exchange([asking('action.get', messageTypes.RTM_GETACTION, 0, key)], one))
  }

  /**
   * Makes one that filters may share, and gives it back as the kernel has it.
   * @throws {CodecError}, {NetlinkError} EEXIST, ENOENT (no such kind), EPERM (in a user namespace, too: tc_ctl_action()) ...
   */
  add<K extends ActionKind | (string & {}) = never> (action: NewAction<K>): Result<M, Action> {
    return this.now(() => this.#make('action.add', NLM_F_CREATE | NLM_F_EXCL, action))
  }

  /** Makes one, or changes the one with its index. */
  replace<K extends ActionKind | (string & {}) = never> (action: NewAction<K>): Result<M, Action> {
    return this.now(() => this.#make('action.replace', NLM_F_CREATE | NLM_F_REPLACE, action))
  }

  /** @throws {NetlinkError} ENOENT; EPERM where a filter has it */
  delete (key: ActionKey): Result<M, void> {
    return this.now(() => this.talk.exchange([asking('action.delete', messageTypes.RTM_DELACTION, 0, key)], nothing))
  }

  /** Deletes all of a kind that no filter has. Gives how many there were. */
  flush (filter: ActionFilter): Result<M, number> {
    const all = this
    return this.steps(function * () {
      all.mustSay('action.flush', filter, ['kind'])
      const before = yield * all.#list('action.flush', filter)
      if (before.length === 0) return 0
      all.talk.exchange([asking('action.flush', messageTypes.RTM_DELACTION, NLM_F_ROOT, filter)])
      return before.length - (yield * all.#list('action.flush', filter)).length
    })
  }

  * #list (call: string, filter: ActionFilter): Steps<Action[]> {
    this.mustKnow(call, filter, ['kind'])
    if (filter.kind === undefined) throw new CodecError('it is missing: the kernel lists one kind', 'kind').during(call)
    // More than 32 in an answer, since Linux 4.13.
    const found = yield * this.talk.dump<Message>({ ...asking(call, messageTypes.RTM_GETACTION, 0, filter, { flags: { value: ['largeDumpOn'] } }) })
    return found.flatMap(({ tab = [] }) => tab)
  }

  #make (call: string, flags: number, action: NewAction<ActionKind | (string & {})>): Action {
    return this.talk.exchange([asking(call, messageTypes.RTM_NEWACTION, flags | NLM_F_ECHO, action)], one)
  }
}

const one = (answers: unknown[][]): Action => answer<Message>(answers).tab![0]!
function asking (verb: string, type: number, flags: number, action: NewAction<ActionKind | (string & {})> | ActionKey | ActionFilter, root: object = {}): Ask {
  return {
    call: `${verb} ${action.kind}${'index' in action ? ` ${action.index}` : ''}`, type, flags, codec: Message, kind: action.kind, value: { tab: [action], ...root },
    written: path => path.replace(/^tab\[0\]\./, ''),
  }
}
