// The client of a command. It has the objects that the command wants, and no others: the code of all is a third of what a start would read.
import type { BatchEntry } from '../client/batch/entry.js'
import { batchSteps } from '../client/batch/steps.js'
import { Conversation } from '../client/conversation.js'
import type { EveryObject } from '../client/every.js'
import { Links } from '../client/link.js'
import { synchronous, type Mode, type Runner } from '../client/mode.js'
import { openSocket } from '../client/open.js'
import type { Context } from './command.js'

type Name = keyof EveryObject<Mode>
type Some<N extends Name, M extends Mode> = Pick<EveryObject<M>, N>
type Class = new <M extends Mode>(talk: Conversation, runner: Runner<M>) => object
type Classes<N extends Name> = { readonly [K in N]: new <M extends Mode>(talk: Conversation, runner: Runner<M>) => EveryObject<M>[K] }

/** As RtnetlinkSync, with these objects; with links always, whose names all print. */
export type Client<N extends Name = never> = Some<N | 'link', 'sync'> & Disposable & { batch (fill: (batch: Some<N | 'link', 'batch'>) => void): BatchEntry[] }

/** `openClient({ route: Routes }, context)` @throws {SystemError} EPERM where the namespace may not be entered */
export function openClient<N extends Name = never> (wanted: Classes<N>, { namespace }: Pick<Context, 'namespace'>): Client<N> {
  const classes = Object.entries<Class>({ ...wanted, link: Links })
  const objects = <M extends Mode>(talk: Conversation, runner: Runner<M>): Some<N | 'link', M> =>
    Object.fromEntries(classes.map(([name, Class]) => [name, new Class(talk, runner)])) as unknown as Some<N | 'link', M>
  const socket = openSocket({ namespace })
  const talk = new Conversation(socket)
  return {
    ...objects(talk, synchronous),
    batch: fill => synchronous.run(() => batchSteps(talk, objects, fill)),
    [Symbol.dispose]: () => { socket.close() },
  }
}
