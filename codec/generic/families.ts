// The numbers that this kernel has given to families, learnt from what its controller says. linux/genetlink.h
import type { Families } from '../core/protocol.js'
import { Controller, GENL_ID_CTRL, GENL_ID_PMCRAID, GENL_ID_VFS_DQUOT } from './controller.js'

/**
 * Names for the numbers of families and multicast groups. It knows what `learn` was given, and the three families whose numbers are fixed:
 * numbers differ from machine to machine, and from boot to boot.
 */
export class GenericFamilies implements Families {
  readonly #names = new Map([[GENL_ID_CTRL, 'nlctrl'], [GENL_ID_VFS_DQUOT, 'VFS_DQUOT'], [GENL_ID_PMCRAID, 'pmcraid']])
  readonly #families = new Map<string, Controller>()

  /** Takes what a message says of families: CTRL_CMD_NEWFAMILY, CTRL_CMD_DELFAMILY. Others say nothing. */
  learn ({ type, message }: { readonly type: string | number, readonly message: unknown }): void {
    if (!(message instanceof Controller)) return
    const { familyId, familyName } = message
    if (familyId === undefined || familyName === undefined) return
    if (type === 'CTRL_CMD_NEWFAMILY') {
      this.#names.set(familyId, familyName)
      this.#families.set(familyName, message)
    } else if (type === 'CTRL_CMD_DELFAMILY') {
      this.#names.delete(familyId)
      this.#families.delete(familyName)
    }
  }

  /** `ethtool` for its number, the `type` of its messages; nothing where nobody has told. */
  nameOf (id: number): string | undefined { return this.#names.get(id) }

  /** What the kernel said of a family. */
  get (name: string): Controller | undefined { return this.#families.get(name) }
}
