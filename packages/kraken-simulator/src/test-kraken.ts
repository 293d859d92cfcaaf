import { type Clock, Decimal, type Instrument, type Random } from '@fathom/contracts';
import { apiSign } from './account/sign.js';
import type { ApiKey } from './account/key-ring.js';
import type { Tier } from './account/tier.js';
import { ReplayedMarket } from './market/replayed-market.js';
import type { SourceStep } from './market/source.js';
import { type KeyOptions, LocalKraken, type LocalKrakenOptions } from './local-kraken.js';
import type { HttpRequest } from './rest/http.js';

/** When the markets of tests begin: 2026-01-05 00:00 UTC. */
export const START = Date.UTC(2026, 0, 5);

/** A book of one level a side, and one print in the middle of nowhere. */
export const CALM: readonly SourceStep[] = [
  {
    type: 'book-snapshot',
    time: START - 60_000,
    bids: [
      { price: '49999.0', quantity: '1.00000000' },
      { price: '49990.0', quantity: '5.00000000' },
    ],
    asks: [
      { price: '50001.0', quantity: '1.00000000' },
      { price: '50010.0', quantity: '5.00000000' },
    ],
  },
  print(START - 30_000, 50_000, '0.5', 1),
];

export function print(time: number, price: number, quantity: string, id: number): SourceStep {
  const trade = { time, price, quantity: Decimal.parse(quantity), id, side: 'buy', orderType: 'market' } as const;
  return { type: 'market-traded', time, trades: [trade] };
}

export interface TestKrakenOptions extends Omit<LocalKrakenOptions, 'market'> {
  readonly instrument: Instrument;
  readonly steps?: readonly SourceStep[];
  readonly clock: Clock;
  readonly random: Random;
  readonly balances?: Readonly<Record<string, string>>;
  readonly tier?: Tier;
  readonly key?: KeyOptions;
}

export interface Said {
  readonly error: readonly string[];
  // A test reads whatever it expects to be there.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly result?: any;
}

/** A local Kraken with one customer, and calls signed for him with nonces 1, 2, 3 … */
export function testKraken(options: TestKrakenOptions) {
  const { instrument, steps = CALM, balances = { USD: '100000', BTC: '2' }, tier, key: keyOptions, ...rest } = options;
  const kraken = new LocalKraken({ ...rest, market: new ReplayedMarket({ sources: [{ instrument, steps }] }) });
  const held = new Map(Object.entries(balances).map(([asset, amount]) => [asset, Decimal.parse(amount)]));
  const customer = { name: 'alice', balances: held, ...(tier === undefined ? {} : { tier }) };
  const key = kraken.addCustomer(customer, keyOptions);
  let nonce = 0;
  const nextNonce = () => String((nonce += 1));
  return {
    kraken,
    key,
    request: (method: string, parameters: Record<string, string> = {}) =>
      signed(method, { nonce: nextNonce(), ...parameters }, key),
    private(method: string, parameters: Record<string, string> = {}): Said {
      return JSON.parse(kraken.handle(signed(method, { nonce: nextNonce(), ...parameters }, key)).body);
    },
    privateJson(method: string, parameters: Record<string, unknown>): Said {
      const body = JSON.stringify({ nonce: nextNonce(), ...parameters });
      return JSON.parse(kraken.handle(signedBody(method, body, key, 'application/json')).body);
    },
    public(path: string): Said {
      return JSON.parse(kraken.handle({ method: 'GET', path: `/0/public/${path}`, headers: {}, body: '' }).body);
    },
  };
}

export function signed(method: string, parameters: Record<string, string>, key: ApiKey): HttpRequest {
  const body = new URLSearchParams(parameters).toString();
  return signedBody(method, body, key, 'application/x-www-form-urlencoded');
}

function signedBody(method: string, body: string, key: ApiKey, contentType: string): HttpRequest {
  const path = `/0/private/${method}`;
  const nonce = /nonce"?[=:]"?(\d+)/.exec(body)?.[1] ?? '';
  const signature = apiSign({ path, nonce, body, secret: key.secret });
  const headers = { 'api-key': key.key, 'api-sign': signature, 'content-type': contentType };
  return { method: 'POST', path, headers, body };
}
