// What a monitor tells.
import type { Changed } from './differences.js'
import type { MonitoredObject, ValueOf } from './monitored.js'

/** `nsid`: the number of the namespace that it is in, where that is another than the client's. */
interface About<O extends MonitoredObject> {
  readonly object: O
  readonly value: ValueOf<O>
  readonly nsid?: number
}
/** It is there: from the beginning, or from now on. */
export interface Added<O extends MonitoredObject> extends About<O> { readonly event: 'added' }
/** It is not as it was: `changed` has the members that differ. */
export interface ChangedEvent<O extends MonitoredObject> extends About<O> {
  readonly event: 'changed'
  readonly before: ValueOf<O>
  readonly changed: Changed<ValueOf<O>>
}
/** It is gone; `value` is what was known of it last. */
export interface Removed<O extends MonitoredObject> extends About<O> { readonly event: 'removed' }

/** The kernel had more to tell than the receive buffer holds, and some of it is lost. What is listed again makes up for it. */
export interface Overrun { readonly event: 'overrun' }
/** All that there is has been told: for the first time, or again after an overrun. From here on it is changes. */
export interface Synchronised<E extends 'synchronised' | 'resynchronised'> {
  readonly event: E
  /** Lists that changed each time that they were read: what they lacked is told later. */
  readonly interrupted: readonly MonitoredObject[]
  /** What the kernel does not list of other namespaces: of these, only changes are told. */
  readonly unlisted: readonly MonitoredObject[]
}

export type ObjectEvent<O extends MonitoredObject = MonitoredObject> = O extends MonitoredObject ? Added<O> | ChangedEvent<O> | Removed<O> : never
export type MonitorEvent<O extends MonitoredObject = MonitoredObject> = ObjectEvent<O> | Overrun | Synchronised<'synchronised'> | Synchronised<'resynchronised'>
