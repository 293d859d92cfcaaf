import { recordedBook, recordedFrames } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { faultOf, kindOf } from '../../testing/frame-schemas.js';

/** The socket of single orders, and requests of a client. */
const notServed = (text: string) => /"channel":"level3"/.test(text) || /^\{"method":"[a-z_]+","params"/.test(text);

describe('the schemas of frames', () => {
  it('take every frame that was recorded', () => {
    const frames = recordedFrames().filter((text) => !notServed(text));
    expect(frames.length).toBeGreaterThan(45);
    expect(frames.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
  });

  it.each(['btcusd_sample', 'btcusd_l2'] as const)('take every frame of the capture %s', (name) => {
    const frames = recordedBook(name).map(({ bytes }) => bytes.toString());
    expect(frames.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('know every kind that was recorded', () => {
    const kinds = recordedFrames()
      .filter((text) => !notServed(text))
      .map((text) => kindOf(JSON.parse(text)));
    expect(kinds).not.toContain('unknown');
    expect(new Set(kinds).size).toBeGreaterThan(16);
  });

  it('find what is wrong', () => {
    expect(faultOf('{"channel":"heartbeat","extra":1}')).toContain('extra');
    expect(faultOf('{"channel":"horoscope"}')).toContain('no kind');
  });
});
