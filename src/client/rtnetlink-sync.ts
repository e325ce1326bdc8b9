// The client without promises. Without what follows changes, too, so that rtnl starts without the code for that.
import { Client, type RtnetlinkOptions } from './client.js'
import { synchronous } from './mode.js'

/** The same calls without promises, for scripts and for code that must not wait. */
export class RtnetlinkSync extends Client<'sync'> {
  /** In a bundle, too, where esbuild renames a class that names itself. */
  static override readonly name: string = 'RtnetlinkSync'
  private constructor (options: RtnetlinkOptions) { super(synchronous, options) }

  /** As `Rtnetlink.open`. */
  static open (options: RtnetlinkOptions = {}): RtnetlinkSync { return new RtnetlinkSync(options) }
}
