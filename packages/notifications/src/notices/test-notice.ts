import type { Notice } from '@fathom/contracts';

/** A notice for tests. */
export function notice(changes: Partial<Notice> = {}): Notice {
  return {
    kind: 'trade-opened',
    severity: 'info',
    from: '197:Localbot',
    time: Date.UTC(2018, 3, 17, 21, 42, 55),
    title: 'Bought 0.002 BTC @ 8121.2',
    fields: [
      { name: 'Price', value: '8121.2 USD' },
      { name: 'Reason', value: 'price < MA & rising' },
    ],
    trade: '197-a',
    ...changes,
  };
}
