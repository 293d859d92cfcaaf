import { errorStrings } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { classifyError, classifyErrors, type ErrorKind } from './error-class.js';

const NOW = 1_795_356_500_000;

/** Every known string by hand, so that none changes its class unnoticed. */
const EXPECTED: Readonly<Record<string, readonly [ErrorKind, certain: boolean]>> = {
  'EAPI:Invalid key': ['permission', true],
  'EAPI:Invalid signature': ['permission', true],
  'EAPI:Invalid nonce': ['nonce', true],
  'EAPI:Rate limit exceeded': ['rate-limited', true],
  'EAuth:Account temporary disabled': ['permission', true],
  'EAuth:Account unconfirmed': ['permission', true],
  'EAuth:Rate limit exceeded': ['rate-limited', true],
  'EAuth:Too many requests': ['rate-limited', true],
  'EGeneral:Temporary lockout': ['rate-limited', true],
  'EGeneral:Permission denied': ['permission', true],
  'EGeneral:Invalid arguments': ['bad-request', true],
  'EGeneral:Invalid arguments:Index unavailable': ['bad-request', true],
  'EGeneral:Internal error': ['ambiguous', false],
  'EGeneral:Too many requests': ['rate-limited', true],
  'EOrder:Insufficient funds': ['refusal', true],
  'EOrder:Order minimum not met': ['refusal', true],
  'EOrder:Cost minimum not met': ['refusal', true],
  'EOrder:Tick size check failed': ['refusal', true],
  'EOrder:Invalid price': ['refusal', true],
  'EOrder:Rate limit exceeded': ['rate-limited', true],
  'EOrder:Orders limit exceeded': ['refusal', true],
  'EOrder:Domain rate limit exceeded': ['rate-limited', true],
  'EOrder:Scheduled orders limit exceeded': ['refusal', true],
  'EOrder:Positions limit exceeded': ['refusal', true],
  'EOrder:Reduce only:No position exists': ['refusal', true],
  'EOrder:Margin allowance exceeded': ['refusal', true],
  'EOrder:Margin level too low': ['refusal', true],
  'EOrder:Margin position size exceeded': ['refusal', true],
  'EOrder:Insufficient margin': ['refusal', true],
  'EOrder:Cannot open position': ['refusal', true],
  'EOrder:Unknown order': ['refusal', true],
  'EOrder:Unknown position': ['refusal', true],
  'EOrder:Post only order': ['refusal', true],
  'EService:Unavailable': ['retryable', false],
  'EService:Busy': ['retryable', false],
  'EService: Throttled: 1795356538': ['rate-limited', true],
  'EService:Market in cancel_only mode': ['maintenance', true],
  'EService:Market in post_only mode': ['maintenance', true],
  'EService:Market in limit_only mode': ['maintenance', true],
  'EService:Deadline elapsed': ['refusal', true],
  'ETrade:Invalid request': ['bad-request', true],
  'ETrade:User Locked': ['permission', true],
  'EAccount:Invalid permissions': ['permission', true],
  'EQuery:Unknown asset': ['bad-request', true],
  'EQuery:Unknown asset pair': ['bad-request', true],
};

describe('classifyError', () => {
  it('expects exactly the known strings', () => {
    expect(Object.keys(EXPECTED).toSorted()).toEqual(errorStrings().toSorted());
  });

  it.each(errorStrings())('%s', (text) => {
    const { kind, isDefinitive } = classifyError(text, NOW);
    expect([kind, isDefinitive]).toEqual(EXPECTED[text]);
  });

  it('waits until the second Kraken names, and not for ever', () => {
    expect(classifyError('EService: Throttled: 1795356538', NOW).retryInMs).toBe(38_000);
    expect(classifyError('EService:Throttled', NOW).retryInMs).toBe(5000);
    expect(classifyError('EService: Throttled: 999999999999', NOW).retryInMs).toBe(900_000);
    expect(classifyError('EService: Throttled: 1', NOW).retryInMs).toBe(0);
  });

  it.each([
    'EOrder:Something new',
    'EOrder',
    'EOrder:Insufficient fundsX',
    '',
    'EService:Timeout',
    'Something went wrong',
  ])('%j promises nothing', (text) => {
    expect(classifyError(text, NOW)).toMatchObject({ kind: 'ambiguous', isDefinitive: false });
  });

  it('knows a string by its beginning up to a colon', () => {
    expect(classifyError('EGeneral:Invalid arguments:volume minimum not met', NOW).kind).toBe('bad-request');
    expect(classifyError('EOrder:Reduce only:Position is closed', NOW).kind).toBe('refusal');
  });

  it('of several strings is only as certain as the least certain', () => {
    expect(classifyErrors(['EOrder:Insufficient funds', 'EService:Busy'], NOW).isDefinitive).toBe(false);
    expect(classifyErrors(['EOrder:Insufficient funds', 'EOrder:Invalid price'], NOW).isDefinitive).toBe(true);
    expect(classifyErrors([], NOW).kind).toBe('ambiguous');
  });
});
