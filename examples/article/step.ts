// What a step of the article is, and what it is given to do it with.

/** What a command said, and how it ended. */
export interface Outcome {
  /** undefined where the command was left out (`--break`). */
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** A program that goes on while the next commands run. */
export interface Resident {
  /** What it has written so far, a line each. */
  readonly lines: readonly string[]
  /** Ends it, and waits until it has ended. */
  end (): Promise<void>
}

/** Where a step happens. Commands are written as a person types them: 'rtnl netns add netns1'. */
export interface Stage {
  /** On the machine itself (`--host`), where nothing may leave it and other things go on at the same time. */
  readonly host: boolean
  /** A command that changes something. It must succeed. `--break` leaves it out. */
  act (command: string): Promise<void>
  /** A command whose outcome is the point, also if it fails. `--break` leaves it out. */
  attempt (command: string): Promise<Outcome>
  /** A command that only looks. Never left out. */
  see (command: string): Promise<Outcome>
  /** A program that stays: returns once it has written a line. `name`: for other steps. `--break` leaves it out. */
  start (name: string, command: string): Promise<void>
  /** What `start` started. */
  resident (name: string): Resident | undefined
  /** A fact that no command printed. */
  say (text: string): void
  /** One line of what the article says, and whether it is so. `came` is what was found instead. */
  expect (what: string, so: boolean, came: string | Outcome): void
  /** As `expect`, but looks for up to five seconds: where the kernel does a thing a little later and tells nobody. */
  soon (what: string, look: () => readonly [so: boolean, came: string]): Promise<void>
  /** For a ping from the first namespace: on the machine itself it may leave by this link only. */
  by (link: string): string
}

export interface Step {
  /** What `--break` calls it. */
  readonly name: string
  readonly title: string
  /** For who sees this for the first time: one or two sentences. */
  readonly why: string
  /** Commands, and what must come of them. @throws StepFailure */
  run (stage: Stage): Promise<void>
  /** For a step that only looks: commands by which what it says is not so. `--break` runs them first. */
  readonly spoil?: readonly string[]
}

/** What the article says did not happen. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure'
  constructor (readonly expected: string, readonly came: string) {
    super(`expected ${expected}; came ${came}`)
  }
}
