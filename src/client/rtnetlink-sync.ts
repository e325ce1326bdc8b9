// The client without promises.
import { Client } from './client.js'
import { synchronous } from './mode.js'
import type { RtnetlinkOptions } from './open.js'

/** The same calls without promises, for scripts and for code that must not wait. */
export class RtnetlinkSync extends Client<'sync'> {
  /** In a bundle, too, where esbuild renames a class that names itself. */
  static override readonly name: string = 'RtnetlinkSync'
  private constructor (options: RtnetlinkOptions) { super(synchronous, options) }

  /** As `Rtnetlink.open`. */
  static open (options: RtnetlinkOptions = {}): RtnetlinkSync { return new RtnetlinkSync(options) }
}
