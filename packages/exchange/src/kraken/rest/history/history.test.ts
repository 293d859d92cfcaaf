import { DataError, type MarketTrade } from '@fathom/contracts';
import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { BTC_USD } from '../../../../testing/rest/pairs.js';
import { result, type ScriptedAnswer, ScriptedKraken } from '../../../../testing/rest/scripted-kraken.js';
import { askingAgain } from '../asking-again.js';
import { TransportError } from '../transport.js';
import { marketTrades } from './market-trades.js';
import { recentCandles } from './recent-candles.js';

const START = 1_600_000_000;

/** Trade i is `second` seconds after the start; its number is 100 + i. */
function kraken(seconds: readonly number[], { pageSize = 3, missing = Number.NaN } = {}) {
  const trades = seconds.map((second, i) => ({
    ns: BigInt(START) * 1_000_000_000n + BigInt(Math.round(second * 1e9)),
    id: 100 + i,
  }));
  const time = new ManualTime(START * 1000 + 1e6);
  const script = new ScriptedKraken(time).on('Trades', ({ parameters }) => {
    const after = trades.filter(({ ns }) => ns > BigInt(parameters['since'] ?? 0));
    const page = after.slice(0, pageSize);
    const last = String(page.at(-1)?.ns ?? parameters['since']);
    const rows = page.map(({ ns, id }) => ['5.0', '1.5', Number(ns) / 1e9, 'b', 'm', '', id]);
    return result({ XXBTZUSD: rows.filter((row) => row[6] !== missing), last });
  });
  const client = script.client({ tier: 'pro' });
  const ask = async (...args: Parameters<typeof client.market.trades>) => {
    const answer = client.market.trades(...args);
    await time.advance(1500);
    return answer;
  };
  return { script, client, ask, time };
}

async function ids(pages: AsyncIterable<readonly MarketTrade[]>): Promise<(number | undefined)[]> {
  const found: (number | undefined)[] = [];
  for await (const page of pages) found.push(...page.map(({ id }) => id));
  return found;
}

describe('marketTrades', () => {
  const range = { pair: BTC_USD, start: START * 1000, end: (START + 100) * 1000 };

  it('reads every page, the first instant in and the end out', async () => {
    const { script, ask } = kraken([0, 1, 2, 3, 4, 5, 6, 99, 100, 101]);
    expect(await ids(marketTrades(ask, range))).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
    expect(script.parametersOf('Trades').map(({ since }) => since)).toEqual([
      `${START - 1}999999999`,
      `${START + 2}000000000`,
      `${START + 5}000000000`,
    ]);
  });

  it('finds what a page cut off in the middle of an instant', async () => {
    const { ask } = kraken([0, 1, 2, 2, 3, 4]);
    expect(await ids(marketTrades(ask, range))).toEqual([100, 101, 102, 103, 104, 105]);
  });

  it('reads more than a page of one second', async () => {
    const { ask } = kraken([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1]);
    expect(await ids(marketTrades(ask, range))).toEqual([100, 101, 102, 103, 104, 105, 106, 107, 108]);
  });

  it('says so when trades are missing', async () => {
    const { ask } = kraken([0, 1, 2, 3, 4], { missing: 103 });
    await expect(ids(marketTrades(ask, range))).rejects.toThrow(
      new DataError('Kraken leaves out trades of XXBTZUSD: after 102 comes 104'),
    );
  });

  it('ends with the newest trade', async () => {
    expect(await ids(marketTrades(kraken([]).ask, range))).toEqual([]);
    expect(await ids(marketTrades(kraken([1]).ask, range))).toEqual([100]);
  });
});

describe('recentCandles', () => {
  it('leaves out the last one, which still grows', async () => {
    const { script, client } = kraken([]);
    const rows = [60, 120, 180].map((time) => [time, '5', '6', '4', '5.5', '5.1', '2.5', 3]);
    script.on('OHLC', result({ XXBTZUSD: rows, last: 120 }));
    const candles = await recentCandles(client.market, BTC_USD, 1);
    expect(candles.map(({ openTime }) => openTime)).toEqual([60_000, 120_000]);
    expect(candles[0]).toEqual({ openTime: 60_000, open: 5, high: 6, low: 4, close: 5.5, volume: 2.5, trades: 3 });
  });
});

function asking(...answers: ScriptedAnswer[]) {
  const time = new ManualTime();
  const client = new ScriptedKraken(time).on('Balance', ...answers).client();
  const waits: [string, number][] = [];
  const onWait = (reason: string, ms: number) => waits.push([reason, ms]);
  const answer = askingAgain(() => client.account.balances(), { scheduler: time, attempts: 3, onWait });
  const outcome = answer.catch((error: Error) => error.message);
  return { time, outcome, waits };
}

describe('askingAgain', () => {
  const noNetwork = new TransportError('dns', 'api.kraken.com: name not found');

  it('waits longer each time, says so, and gives up', async () => {
    const { time, outcome, waits } = asking(noNetwork);
    await time.advance(60_000);
    expect(await outcome).toBe('Balance: api.kraken.com: name not found');
    expect(waits).toEqual([
      ['Balance: api.kraken.com: name not found', 1000],
      ['Balance: api.kraken.com: name not found', 2000],
    ]);
  });

  it('goes on when the network is back', async () => {
    const { time, outcome } = asking(noNetwork, { status: 502, text: '' }, result({ ZUSD: '1' }));
    await time.advance(60_000);
    expect(await outcome).toHaveLength(1);
  });

  it('waits for as long as Kraken said', async () => {
    const { time, waits } = asking({ text: '{"error":["EService: Throttled: 9"]}' });
    await time.advance(1);
    expect(waits).toEqual([['Balance: EService: Throttled: 9', 9000]]);
  });

  it('does not insist where it is of no use', async () => {
    const { time, outcome, waits } = asking({ text: '{"error":["EAPI:Invalid key"]}' });
    await time.advance(1);
    expect(await outcome).toBe('Balance: EAPI:Invalid key');
    expect(waits).toEqual([]);
  });
});
