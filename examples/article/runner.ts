// Runs the steps, one after the other, up to the first that does not go as the article says.
import type { Printer } from './printer.js'
import type { TheStage } from './stage.js'
import { StepFailure } from './step.js'
import { steps } from './steps.js'

/** `--break STEP[:N]`: which step is spoilt, and which of its commands is left out. */
export interface Break {
  readonly name: string
  readonly which: number | 'all'
}

/**
 * @returns whether all went as the article says. With `broken` it never does, and the steps before that one only make
 * what it needs.
 */
export async function runSteps (stage: TheStage, printer: Printer, broken: Break | undefined): Promise<boolean> {
  const began = performance.now()
  for (const [index, step] of steps.entries()) {
    const isBroken = broken?.name === step.name
    printer.step(index + 1, step.title, step.why)
    // Where a step changes nothing, it is broken by a change that was not to be.
    if (isBroken) for (const command of step.spoil ?? []) await spoil(stage, printer, command)
    stage.begin(!isBroken ? { onlyChanges: broken !== undefined }
      : step.spoil === undefined ? { leaveOut: broken.which } : {})
    try {
      await step.run(stage)
      if (isBroken) throw new StepFailure('to notice that it is broken', 'nothing of it')
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error
      printer.failure(`step ${index + 1} (${step.name}: ${step.title}) did not go as the article says\n` +
        `  expected: ${error.expected}\n  came:     ${error.came}`)
      return false
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  printer.heading(`\n${steps.length} steps, all as the article says, in ${seconds} s`)
  return true
}

async function spoil (stage: TheStage, printer: Printer, command: string): Promise<void> {
  printer.note(`spoilt on purpose: ${command}`)
  const { status, stderr } = await stage.quietly(command)
  if (status !== 0) throw new Error(`${command}: ${stderr}`)
}
