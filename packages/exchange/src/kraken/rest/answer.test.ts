import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from './answer.js';

const read = (text: string, status = 200, headers = {}) => readAnswer({ status, text, headers }, 0);

describe('readAnswer', () => {
  it('reads a result, and warnings beside it', () => {
    expect(read('{"error":["WGeneral:Danger"],"result":{"a":1}}')).toEqual({
      type: 'result',
      result: { a: 1 },
      warnings: ['WGeneral:Danger'],
    });
  });

  it('reads an error, whatever the status', () => {
    for (const status of [200, 400, 403, 429, 500]) {
      expect(read('{"error":["EAPI:Invalid key"]}', status)).toMatchObject({
        type: 'error',
        reason: 'EAPI:Invalid key',
        class: { kind: 'permission' },
      });
    }
  });

  it.each([
    ['', 200, 'ambiguous', 'HTTP 200 with an empty answer'],
    ['<html></html>', 200, 'ambiguous', 'HTTP 200 with a web page instead of an answer'],
    ['{"error":[],"result":{"txid":["O', 200, 'ambiguous', 'HTTP 200 with JSON that is cut off or not an answer'],
    ['<html></html>', 403, 'ambiguous', 'HTTP 403 with a web page instead of an answer'],
    ['', 429, 'rate-limited', 'HTTP 429 with an empty answer'],
    ['<html></html>', 502, 'retryable', 'HTTP 502 with a web page instead of an answer'],
    ['error code: 520', 520, 'retryable', 'HTTP 520 with an answer that is not JSON'],
    ['{"error":[]}', 200, 'ambiguous', 'HTTP 200 without a result'],
    ['{"error":[],"result":null}', 200, 'ambiguous', 'HTTP 200 without a result'],
    ['{"error":["EA"],"result":{}}', 200, 'ambiguous', 'EA beside a result'],
  ])('%j with status %d is %s', (text, status, kind, reason) => {
    expect(read(text, status)).toMatchObject({ type: 'unreadable', reason, class: { kind, isDefinitive: false } });
  });

  it('heeds how long a server wants to be left alone', () => {
    expect(read('', 503, { 'retry-after': '7' })).toMatchObject({ class: { retryInMs: 7000 } });
    expect(read('', 503, { 'retry-after': '1e9' })).toMatchObject({ class: { retryInMs: 5000 } });
  });

  it('takes any text of any status without throwing, and never says certain', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.integer({ min: 100, max: 599 }), (text, status) => {
        const answer = read(text, status);
        expect(answer.type === 'unreadable' ? answer.class.isDefinitive : false).toBe(false);
      }),
    );
  });
});
