import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parsePrincipal } from '../../../functions/review/parse-principal.ts'
import { Fault } from '../../../shared/domain/faults.ts'

const tenant = '11111111-2222-4333-8444-555555555555'
const oid = '99999999-2222-4333-8444-555555555555'
const base = [
  { typ: 'http://schemas.microsoft.com/identity/claims/tenantid', val: tenant },
  { typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: oid },
  { typ: 'name', val: 'Site engineer' },
]
const header = (principal: unknown) => Buffer.from(JSON.stringify(principal)).toString('base64')
const principal = (claims: unknown[], more: Record<string, unknown> = {}) =>
  header({ auth_typ: 'aad', name_typ: 'name', role_typ: 'roles', claims, ...more })
const isRefused = (value: string | null) =>
  assert.throws(
    () => parsePrincipal(value, tenant),
    (error) => error instanceof Fault && error.kind === 'unauthenticated',
  )

describe('the identity header of the platform', () => {
  it('gives id, name and roles', () => {
    const person = parsePrincipal(
      principal([...base, { typ: 'roles', val: 'site-engineer' }, { typ: 'roles', val: 'data-labeler' }]),
      tenant,
    )
    assert.deepEqual(person, { id: oid, name: 'Site engineer', roles: ['site-engineer', 'data-labeler'] })
  })

  it('knows roles under the long claim type too, and a role given twice is one', () => {
    const long = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'
    assert.deepEqual(parsePrincipal(principal([...base, { typ: long, val: 'admin' }, { typ: 'roles', val: 'admin' }]), tenant).roles, [
      'admin',
    ])
  })

  it('is needed: without one nobody is signed in', () => {
    isRefused(null)
    isRefused('')
  })

  for (const [what, value] of Object.entries({
    'what is not base64': '%%%',
    'base64 of what is not JSON': Buffer.from('admin').toString('base64'),
    'a JSON array': header([principal(base)]),
    'claims that are no list': header({ auth_typ: 'aad', claims: { typ: 'roles', val: 'admin' } }),
    'another provider': principal(base, { auth_typ: 'github' }),
    'no provider': header({ claims: base }),
    'another tenant': principal([{ typ: 'tid', val: oid }, ...base.slice(1)]),
    'no tenant': principal(base.slice(1)),
    'two tenants': principal([{ typ: 'tid', val: oid }, ...base]),
    'no object id': principal([base[0]]),
    'two object ids': principal([...base, { typ: 'oid', val: tenant }]),
    'an object id that could be a key of another kind': principal([base[0], { typ: 'oid', val: "x' or 1 eq 1" }]),
    'a header of 20 KB': principal([...base, { typ: 'note', val: 'x'.repeat(20_000) }]),
    'two headers joined into one': `${principal(base)}, ${principal(base)}`,
  }))
    it(`refuses ${what}`, () => isRefused(value))

  it('gives no role to a claim that role_typ points at', () => {
    const person = parsePrincipal(principal([base[0], base[1], { typ: 'name', val: 'admin' }], { role_typ: 'name' }), tenant)
    assert.deepEqual(person.roles, [])
    assert.equal(person.name, 'admin')
  })

  it('gives no role for another spelling of role or claim type', () => {
    const claims = [
      ...base,
      { typ: 'roles', val: 'Admin' },
      { typ: 'roles', val: ' admin' },
      { typ: 'Roles', val: 'admin' },
      { typ: 'groups', val: 'admin' },
    ]
    assert.deepEqual(parsePrincipal(principal(claims), tenant).roles, [])
  })
})
