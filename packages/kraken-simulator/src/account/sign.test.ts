import { signatureExample } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { apiSign, isSignedBy } from './sign.js';

describe('apiSign', () => {
  const { signature, ...call } = signatureExample();

  it('signs the documented call as documented', () => {
    expect(apiSign(call)).toBe(signature);
  });

  it('is not satisfied by another body, path, nonce or secret', () => {
    expect(isSignedBy(signature, call)).toBe(true);
    expect(isSignedBy(signature, { ...call, body: `${call.body}&validate=true` })).toBe(false);
    expect(isSignedBy(signature, { ...call, path: '/0/private/AddOrderBatch' })).toBe(false);
    expect(isSignedBy(signature, { ...call, nonce: `${call.nonce}1` })).toBe(false);
    expect(isSignedBy(signature, { ...call, secret: 'AAAA' })).toBe(false);
    expect(isSignedBy('', call)).toBe(false);
  });
});
