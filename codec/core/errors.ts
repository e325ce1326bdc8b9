// What the codec throws.

/** Where in a message: the names of the properties, and the kernel's constant of the last one. */
export interface Place {
  /** `linkinfo.data.peer.ifname`; empty for the message itself. */
  readonly path: string
  /** `IFLA_IFNAME`; empty where there is none, as for a member of a struct. */
  readonly constant: string
}

/**
 * Bytes that do not fit their declaration, or a value that does not. Nothing was sent, nothing was changed: mend the value that `path`
 * names, or, for bytes that came from elsewhere, look at them with `rtnl decode`.
 */
export class CodecError extends Error implements Place {
  /** In a bundle, too, where esbuild renames a class that names itself. */
  static override readonly name: string = 'CodecError'
  override readonly name = 'CodecError'

  /**
   * @param reason a sentence without the place
   * @param offset of the byte where decoding failed, from the start of what was decoded
   */
  constructor (readonly reason: string, readonly path = '', readonly constant = '', readonly offset?: number, readonly call?: string) {
    super([call, path, reason].filter(part => part !== undefined && part !== '').join(': '))
  }

  /** The same error, as part of a call: `link.add v0: data.id: 70000 is not ...`. `written` gives the path as the caller wrote it. */
  during (call: string, written = (path: string): string => path): CodecError {
    return new CodecError(this.reason, written(this.path), this.constant, this.offset, call)
  }

  /** The same error, seen from one step further out. */
  within (segment: string, constant = ''): CodecError {
    const path = this.path === '' ? segment : this.path.startsWith('[') ? segment + this.path : `${segment}.${this.path}`
    return new CodecError(this.reason, path, this.constant || constant, this.offset)
  }
}

export const fail = (reason: string): never => { throw new CodecError(reason) }
