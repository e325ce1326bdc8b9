// A network namespace for one test, our client in it, and iproute2 beside it as the witness.
import { Faults } from '../../src/libc/faults.js'
import { libc } from '../../src/libc/open.js'
import { NetworkNamespace, Rtnetlink, RtnetlinkSync } from '../../src/index.js'

/** What `ip -j` prints: one object for each thing. */
export type Printed = Readonly<Record<string, unknown>>

export class Machine implements Disposable {
  readonly namespace = NetworkNamespace.createSync()
  readonly faults = new Faults(libc())
  readonly sync = RtnetlinkSync.open({ namespace: this.namespace, libc: this.faults.libc })
  #rt: Rtnetlink | undefined

  static async make (): Promise<Machine> {
    const machine = new Machine()
    machine.#rt = await Rtnetlink.open({ namespace: machine.namespace, libc: machine.faults.libc })
    return machine
  }

  get rt (): Rtnetlink { return this.#rt! }

  /** Runs `ip` with words as on a command line. */
  async run (command: string): Promise<string> {
    return (await this.namespace.execFile('ip', command.split(' '))).stdout
  }

  /** What `ip -j` says. */
  async ip (command: string): Promise<Printed[]> {
    const text = await this.run(`-j ${command}`)
    return text.trim() === '' ? [] : (JSON.parse(text) as Printed[]).filter(one => Object.keys(one).length > 0)
  }

  /** How many times something went out to the kernel while `step` ran. */
  async sent (step: () => unknown): Promise<number> {
    const count = (): number => this.faults.calls.filter(({ name }) => name === 'send').length
    const before = count()
    await step()
    return count() - before
  }

  /** A pair of veths. */
  async veth (ifname: string, peer: string, { up = true } = {}): Promise<number> {
    const { index } = await this.rt.link.add({ ifname, kind: 'veth', data: { peer: { ifname: peer } } })
    if (up) for (const name of [ifname, peer]) await this.rt.link.change(name, { flags: { up: true } })
    return index
  }

  [Symbol.dispose] (): void {
    this.rt.close()
    this.sync.close()
    this.namespace.close()
  }
}

/** The error that a promise or a function ends in. */
export async function refusal<E extends Error> (of: Promise<unknown> | (() => unknown)): Promise<E> {
  let got: unknown
  try { got = await (typeof of === 'function' ? of() : of) } catch (error) { return error as E }
  throw new Error(`it was not refused, and gave ${String(got)}`)
}
