// Every struct that is declared lies in memory as a C compiler lays it out: size, and each member's place, size and name.
// Witness: gcc, by the headers of Linux 6.1 (fixtures/structs.tsv).
import { expect } from 'chai'
import { reached } from '../walk.js'
import { cStructs, differences, notInC, renamed } from '../structs.js'

const c = cStructs()
const structs = reached().declarations.filter(({ struct }) => struct !== '')

describe('structs', () => {
  it('are those of C, but for what C has by no such name', () => {
    expect(structs.length).to.be.above(150)
    expect([...new Set(structs.map(({ struct }) => struct).filter(name => !c.has(name)))].sort()).to.deep.equal([...notInC.keys()].sort())
  })
  for (const name of [...new Set(structs.map(({ struct }) => struct))].filter(name => c.has(name)).sort()) {
    it(`${name} is as in C`, () => {
      for (const one of structs.filter(({ struct }) => struct === name)) expect(differences(one, c.get(name)!)).to.deep.equal([])
    })
  }
  it('have the size of Linux 7.2 where they are newer than the table', () => {
    const sizes = Object.fromEntries(structs.map(({ struct, layout }) => [struct, layout.size]))
    expect(sizes).to.include({ tc_dualpi2_xstats: 48, ifla_geneve_port_range: 4, tc_fq_qd_stats: 152, rtnl_link_stats64: 200 })
  })
  it('have other names only where it is told why', () => {
    const names = new Set(structs.flatMap(({ struct, layout }) => layout.fields.map(({ name }) => `${struct}.${name}`)))
    expect([...renamed.keys()].filter(name => !names.has(name))).to.deep.equal([])
  })
})
