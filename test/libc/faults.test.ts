// The C library that fails on request.
import { expect } from 'chai'
import { Faults } from '../../src/libc/faults.js'
import { UsageError } from '../../src/libc/errors.js'
import { libc } from '../../src/libc/open.js'

describe('Faults', () => {
  it('does as the wrapped library does, and remembers the calls', () => {
    const faults = new Faults(libc())
    expect(faults.libc.close(-1)).to.equal(-9)
    expect(faults.libc.statfsType('/proc')).to.equal(0x9fa0)
    expect(faults.calls).to.deep.equal([{ name: 'close', values: [-1], result: -9 }, { name: 'statfsType', values: ['/proc'], result: 0x9fa0 }])
    expect(faults.libc.backend).to.equal(`faults over ${libc().backend}`)
  })

  it('fails as often as asked, after as many good calls as asked, and then goes on', () => {
    const faults = new Faults(libc()).fail('statfsType', 'ENOSYS', { after: 1, times: 2 }).fail('statfsType', 'EIO')
    const results = Array.from({ length: 5 }, () => faults.libc.statfsType('/proc'))
    expect(results).to.deep.equal([0x9fa0, -38, -38, -5, 0x9fa0])
  })

  it('puts a function in the place of a call', () => {
    const faults = new Faults(libc()).replace('abort', () => { throw new Error('aborted') })
    expect(() => faults.libc.abort()).to.throw('aborted')
    expect(faults.calls).to.deep.equal([{ name: 'abort', values: [], result: undefined }])
  })

  it('is as new when cleared', () => {
    const faults = new Faults(libc()).fail('close', 'EIO', { times: Infinity }).replace('statfsType', () => 1)
    faults.libc.close(-1)
    faults.clear()
    expect(faults.calls).to.deep.equal([])
    expect([faults.libc.close(-1), faults.libc.statfsType('/proc')]).to.deep.equal([-9, 0x9fa0])
  })

  it('refuses an error that Linux does not have', () => {
    expect(() => new Faults(libc()).fail('recv', 'ENOTHING')).to.throw(UsageError, '"ENOTHING" is no error of Linux')
  })
})
