// Names and texts of errors. The witnesses: Node's own table of names, and the C library's strerror(3).
import { expect } from 'chai'
import { createRequire } from 'node:module'
import os from 'node:os'
import { errorName, errorNumber, errorText } from '../../src/libc/errno.js'
import { check, SystemError } from '../../src/libc/errors.js'

/** 41 and 58 were never given out; 133 is the last (asm-generic/errno.h). */
const numbers = Array.from({ length: 133 }, (_, i) => i + 1).filter(number => number !== 41 && number !== 58)

describe('errorName', () => {
  it('agrees with Node about every error that both know', () => {
    for (const [name, number] of Object.entries(os.constants.errno)) {
      // Two names for one number on Linux: EWOULDBLOCK is EAGAIN, ENOTSUP is EOPNOTSUPP (errno(3)).
      if (name === 'EWOULDBLOCK' || name === 'ENOTSUP') continue
      expect([errorName(number), errorNumber(name)]).to.deep.equal([name, number])
    }
    expect(errorName(4711)).to.equal('errno 4711')
    expect(errorNumber('ENONSENSE')).to.equal(undefined)
  })
})

describe('errorText', () => {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }

  it('is what strerror(3) says [needs glibc]', function () {
    if (header.glibcVersionRuntime === undefined) this.skip()
    const { open, load, DataType } = createRequire(import.meta.url)('ffi-rs') as typeof import('ffi-rs')
    open({ library: 'witness', path: '' })
    for (const number of numbers) {
      const said = (funcName: string): unknown => load({ library: 'witness', funcName, retType: DataType.String, paramsType: [DataType.I32], paramsValue: [number] })
      expect(errorText(number)).to.equal(said('strerror'))
    }
  })

  it('says the number of one that Linux does not have', () => {
    expect(errorText(4711)).to.equal('Unknown error 4711')
  })
})

describe('check', () => {
  it('gives a result back', () => {
    expect(check(0, 'setns')).to.equal(0)
    expect(check(7, 'open', '/')).to.equal(7)
  })

  it('says what was refused, about what, and what would help', () => {
    expect(() => check(-1, 'setns')).to.throw(SystemError, /^setns: EPERM: Operation not permitted: needs CAP_SYS_ADMIN/)
      .that.includes({ code: 'EPERM', errno: 1, call: 'setns' })
    expect(() => check(-2, 'open', '/run/netns/blue')).to.throw(SystemError, /^open \/run\/netns\/blue: ENOENT: No such file or directory$/)
    expect(() => check(-24, 'socket')).to.throw(SystemError, 'socket: EMFILE: Too many open files: this process has as many descriptors open as `ulimit -n` allows')
  })
})
