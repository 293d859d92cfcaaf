import { describe, expect, it } from 'vitest';
import { Nonces } from './nonces.js';

describe('Nonces', () => {
  it('takes only what is above everything before', () => {
    const nonces = new Nonces();
    expect(['5', '6', '6', '5', '7'].map((nonce) => nonces.take(nonce))).toEqual([true, true, false, false, true]);
  });

  it('takes unsigned 64-bit numbers and nothing else', () => {
    const max = String(2n ** 64n - 1n);
    for (const wrong of [undefined, '', '-1', '1.5', '1e3', 'abc', String(2n ** 64n)]) {
      expect(new Nonces().take(wrong)).toBe(false);
    }
    expect(new Nonces().take(max)).toBe(true);
    expect(new Nonces().take('0')).toBe(true);
  });

  it('with a window takes a late one, once', () => {
    const nonces = new Nonces(10);
    expect(['100', '95', '95', '90', '91', '100'].map((nonce) => nonces.take(nonce))).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
  });
});
