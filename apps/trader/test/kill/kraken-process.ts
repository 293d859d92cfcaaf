import { Decimal } from '@fathom/contracts';
import { findInstrument } from '@fathom/exchange';
import { candleSource, LocalKraken, ReplayedMarket, serve } from '@fathom/kraken-simulator';
import { randomWalk, SeededRandom } from '@fathom/testkit';
import { fastTime, type Pace, START } from './fast-time.js';

/** What a process of this file is told, in JSON, as its only argument. */
export interface KrakenTold extends Pace {
  readonly seed: number;
  /** How long the market lasts, minutes of its own. */
  readonly minutes: number;
}

/** What it tells: where it is, once; and that a call has come, each time before it is answered. */
export type KrakenTells =
  | {
      readonly type: 'ready';
      readonly restUrl: string;
      readonly wsUrl: string;
      readonly wsAuthUrl: string;
      readonly keys: readonly { readonly key: string; readonly secret: string }[];
    }
  | { readonly type: 'call'; readonly method: string };

const HISTORY = 30;
const MINUTE = 60_000;

const told: KrakenTold = JSON.parse(process.argv[2] ?? '{}');
const { seed, minutes } = told;
const time = fastTime(told);
const candles = randomWalk({ length: HISTORY + minutes, interval: 1, seed, openTime: START - HISTORY * MINUTE });
const instrument = findInstrument('BTC/USD');
const market = new ReplayedMarket({
  sources: [candleSource({ instrument, interval: 1, candles, seed, levels: 10, maxPrints: 12 })],
});
const kraken = new LocalKraken({ market, clock: time, random: new SeededRandom(seed) });
const balances = new Map([['USD', Decimal.parse('100000')]]);
const keys = [kraken.addCustomer({ name: 'bot', balances, tier: 'pro' }), kraken.addKey('bot')];
const receive = kraken.receive.bind(kraken);
kraken.receive = (request) => {
  const method = /([A-Za-z]+)(?:\?|$)/.exec(request.path)?.[1] ?? '';
  tell({ type: 'call', method });
  return receive(request);
};
const { restUrl, wsUrl, wsAuthUrl } = await serve(kraken, { time });
tell({ type: 'ready', restUrl, wsUrl, wsAuthUrl, keys });
process.on('disconnect', () => process.exit(0));

function tell(what: KrakenTells): void {
  if (process.connected) process.send?.(what);
}
