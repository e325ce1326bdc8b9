// What calls are made of in a batch.
import { EveryObject } from '../every.js'

/** The objects of the client; each call gives an entry in place of what it gives otherwise. */
export class Batch extends EveryObject<'batch'> {}
