import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { BTC_USD, PAIR_ROWS } from '../../../testing/rest/pairs.js';
import { failure, result, ScriptedKraken, type SentRequest } from '../../../testing/rest/scripted-kraken.js';
import { assetName } from './wire/asset-names.js';

const NOW = 1_700_000_000_000;

function kraken() {
  const script = new ScriptedKraken(new ManualTime(NOW));
  return { script, client: script.client() };
}

function order(fields: object = {}) {
  const descr = { pair: 'XBTUSD', type: 'buy', ordertype: 'market' };
  return { status: 'closed', opentm: NOW / 1000, descr, vol: '1', vol_exec: '1', cost: '5', fee: '0', ...fields };
}

function trade(ordertxid: string) {
  const amounts = { price: '5', cost: '5', fee: '0', vol: '1' };
  return { ordertxid, pair: 'XXBTZUSD', time: NOW / 1000, type: 'buy', ordertype: 'market', ...amounts };
}

/** Answers by pages of 50 from `ids`, as Kraken does. */
function paged(name: string, ids: readonly string[], entry: () => object) {
  return ({ parameters }: SentRequest) => {
    const offset = Number(parameters['ofs'] ?? 0);
    const page = Object.fromEntries(ids.slice(offset, offset + 50).map((id) => [id, entry()]));
    return result({ [name]: page, count: ids.length });
  };
}

function withoutOrders() {
  const made = kraken();
  made.script
    .on('OpenOrders', result({ open: {} }))
    .on('ClosedOrders', result({ closed: {}, count: 0 }))
    .on('TradesHistory', result({ trades: {}, count: 0 }));
  return made;
}

function withPairs() {
  const made = kraken();
  made.script.on('AssetPairs', result(PAIR_ROWS));
  return made;
}

function offBy(ms: number, tripMs: number) {
  const time = new ManualTime(NOW);
  const script = new ScriptedKraken(time).on('Time', () => {
    time.jumpTo(time.now() + tripMs / 2);
    const unixtime = Math.floor((time.now() + ms) / 1000);
    time.jumpTo(time.now() + tripMs / 2);
    return result({ unixtime });
  });
  return { time, client: script.client() };
}

async function all<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of entries) found.push(each);
  return found;
}

const twice = <T>(ask: () => Promise<T>) => ask().catch(ask);

describe('pages', () => {
  const ids = Array.from({ length: 120 }, (_, i) => `O${i}`);

  it('of closed orders are all read', async () => {
    const { script, client } = kraken();
    script.on(
      'ClosedOrders',
      paged('closed', ids, () => order()),
    );
    const found = await all(client.account.closedOrders({ start: 5000, end: 7001 }));
    expect(found.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(ids);
    expect(script.parametersOf('ClosedOrders').map(({ ofs, start, end }) => [ofs, start, end])).toEqual([
      [undefined, '5', '8'],
      ['50', '5', '8'],
      ['100', '5', '8'],
    ]);
  });

  it('of trades and ledgers too', async () => {
    const { script, client } = kraken();
    const entry = { refid: 'T', time: 1, type: 'trade', asset: 'XXBT', amount: '-1.5', fee: '0', balance: '2' };
    script
      .on(
        'TradesHistory',
        paged('trades', ids, () => trade('OA')),
      )
      .on(
        'Ledgers',
        paged('ledger', ids, () => entry),
      );
    expect(await all(client.account.tradesHistory())).toHaveLength(120);
    const ledger = await all(client.account.ledgers());
    expect(ledger).toHaveLength(120);
    expect(ledger[0]).toMatchObject({ asset: 'BTC', reference: 'T' });
    expect(ledger[0]?.amount.toString()).toBe('-1.5');
  });

  it('of closed orders go on with the page that was not answered', async () => {
    const { script, client } = kraken();
    const answered = paged('closed', ids, () => order());
    script.on('ClosedOrders', answered, failure('EService:Unavailable'), answered);
    const found = await all(client.account.closedOrders({ insist: twice }));
    expect(found.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(ids);
    expect(script.parametersOf('ClosedOrders').map(({ ofs }) => ofs)).toEqual([undefined, '50', '50', '100']);
  });

  it('give an order once when others were closed meanwhile', async () => {
    const { script, client } = kraken();
    const later = ['new 1', 'new 2', ...ids];
    script.on(
      'ClosedOrders',
      paged('closed', ids, () => order()),
      paged('closed', later, () => order()),
    );
    const found = await all(client.account.closedOrders());
    expect(found.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(ids);
  });

  it('end when Kraken counts wrongly', async () => {
    const { script, client } = kraken();
    script.on('ClosedOrders', result({ closed: {}, count: 1000 }));
    expect(await all(client.account.closedOrders())).toEqual([]);
    expect(script.calls).toHaveLength(1);
  });
});

describe('finding an order by our id', () => {
  const wanted = { clientOrderId: 'bot-7', since: NOW };
  it('finds it open', async () => {
    const { script, client } = withoutOrders();
    script.on('OpenOrders', result({ open: { OA: order({ status: 'open', cl_ord_id: 'bot-7' }) } }));
    expect(await client.find(wanted)).toMatchObject({ found: 'open', order: { exchangeOrderId: 'OA' } });
    expect(script.parametersOf('OpenOrders')[0]).toMatchObject({ cl_ord_id: 'bot-7' });
  });

  it('finds it filled at once, where it is among the closed', async () => {
    const { script, client } = withoutOrders();
    script.on('ClosedOrders', result({ closed: { OB: order({ cl_ord_id: 'bot-7' }) }, count: 1 }));
    expect(await client.find(wanted)).toMatchObject({ found: 'closed', order: { exchangeOrderId: 'OB' } });
    expect(script.parametersOf('ClosedOrders')[0]).toMatchObject({
      cl_ord_id: 'bot-7',
      start: String(NOW / 1000 - 60),
    });
  });

  it('finds it by its trade, where no list has it yet', async () => {
    const { script, client } = withoutOrders();
    script
      .on('TradesHistory', result({ trades: { T1: trade('OTHER'), T2: trade('OC') }, count: 2 }))
      .on('QueryOrders', result({ OTHER: order(), OC: order({ cl_ord_id: 'bot-7' }) }));
    expect(await client.find(wanted)).toMatchObject({ found: 'trades', order: { exchangeOrderId: 'OC' } });
    expect(script.parametersOf('QueryOrders')[0]).toMatchObject({ txid: 'OTHER,OC' });
  });

  it('takes no other order for it when the filter is ignored', async () => {
    const { script, client } = withoutOrders();
    script
      .on(
        'OpenOrders',
        result({ open: { OA: order({ status: 'open', cl_ord_id: 'bot-8' }), OB: order({ status: 'open' }) } }),
      )
      .on('ClosedOrders', result({ closed: { OC: order({ cl_ord_id: 'bot-9' }) }, count: 1 }));
    expect(await client.find(wanted)).toEqual({ found: 'nowhere' });
  });

  it('is nowhere only when all answers were there', async () => {
    const { script, client } = withoutOrders();
    expect(await client.find(wanted)).toEqual({ found: 'nowhere' });
    expect(script.calls).toEqual(['OpenOrders', 'ClosedOrders', 'TradesHistory']);
    script.on('TradesHistory', failure('EService:Unavailable'));
    await expect(client.find(wanted)).rejects.toThrow('TradesHistory: EService:Unavailable');
  });
});

describe('positions', () => {
  it('count what is still open', async () => {
    const { script, client } = kraken();
    const position = {
      ordertxid: 'OA',
      pair: 'XXBTZUSD',
      time: 1,
      type: 'buy',
      cost: '104610.52842',
      fee: '1',
      margin: '2',
    };
    script.on(
      'OpenPositions',
      result({ T1: { ...position, vol: '8.82412861', vol_closed: '0.20200000', net: '+5.25' } }),
    );
    const [found] = await client.account.openPositions();
    expect(found?.quantity.toString()).toBe('8.62212861');
    expect(found?.netProfit?.toString()).toBe('5.25');
    expect(found?.entryPrice.toFixed(1)).toBe('11855.1');
  });
});

describe('pairs', () => {
  it.each(['XXBTZUSD', 'XBTUSD', 'XBT/USD', 'BTC/USD', 'btc-usd', 'BTCUSD'])(
    '%s is BTC/USD and no dark pool',
    async (name) => {
      expect((await withPairs().client.pairs.find(name)).id).toBe('XXBTZUSD');
    },
  );

  it.each(['XDGUSD', 'XDG/USD', 'DOGE/USD', 'dogeusd'])('%s is DOGE/USD', async (name) => {
    expect((await withPairs().client.pairs.find(name)).name).toBe('DOGE/USD');
  });

  it('has no dark pool at all', async () => {
    const { client } = withPairs();
    expect([...(await client.pairs.all()).keys()]).toEqual(['XXBTZUSD', 'XDGUSD']);
    await expect(client.pairs.find('XBTUSD.d')).rejects.toThrow('Kraken has no pair XBTUSD.d: did you mean XBTUSD?');
  });

  it('are asked for once, and again after a failure', async () => {
    const { script, client } = withPairs();
    script.on('AssetPairs', { status: 502, text: '' }, result(PAIR_ROWS));
    const first = await Promise.allSettled([client.pairs.all(), client.pairs.find('BTC/USD')]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await client.pairs.find('BTC/USD')).id).toBe('XXBTZUSD');
    await client.pairs.find('DOGE/USD');
    expect(script.calls).toHaveLength(2);
    await client.pairs.refresh();
    expect(script.calls).toHaveLength(3);
  });
});

describe('what signs', () => {
  it('is loaded once, and again after a failure', async () => {
    const script = new ScriptedKraken(new ManualTime(NOW)).on('AssetPairs', result(PAIR_ROWS));
    let loads = 0;
    const client = script.client({
      signer: async () => {
        loads += 1;
        if (loads === 1) throw new Error('the disk was busy');
        const nothing = { method: 'GET', headers: {}, body: '' } as const;
        return {
          publicRequest: (call) => ({ ...nothing, url: `https://api.kraken.com/0/public/${call}` }),
          privateRequest: () => ({ ...nothing, url: '' }),
        };
      },
    });
    await expect(client.market.pairs()).rejects.toThrow('the disk was busy');
    expect([...(await client.market.pairs()).keys()]).toContain('XXBTZUSD');
    await client.market.pairs();
    expect(loads).toBe(2);
  });
});

describe('fees', () => {
  const own = { fees: { XXBTZUSD: { fee: '0.2400' } }, fees_maker: { XXBTZUSD: { fee: '0.1400' } } };

  it.each<[string, Parameters<typeof result>[0], string[]]>([
    ['of the account', { currency: 'ZUSD', volume: '60000', ...own }, ['account', '0.24', '0.14']],
    [
      'of the pair at its volume',
      { currency: 'ZUSD', volume: '12000', fees: null, fees_maker: null },
      ['pair', '0.35', '0.2'],
    ],
  ])('are those %s', async (_, volume, expected) => {
    const { script, client } = kraken();
    script.on('TradeVolume', result(volume));
    const { from, takerPercent, makerPercent } = await client.fees(BTC_USD);
    expect([from, takerPercent.toString(), makerPercent.toString()]).toEqual(expected);
  });

  it('are those everybody pays first, without the right to ask', async () => {
    const { script, client } = kraken();
    script.on('TradeVolume', failure('EGeneral:Permission denied'));
    expect(await client.fees(BTC_USD)).toMatchObject({ from: 'pair' });
    expect(await client.fees({ ...BTC_USD, feeTiers: [] })).toMatchObject({ from: 'schedule' });
  });
});

describe('the clock', () => {
  it('is off by the middle of the round trip, within what whole seconds allow', async () => {
    const { time, client } = offBy(600_000, 200);
    const { offsetMs, uncertaintyMs, roundTripMs } = await client.measureClock();
    expect(roundTripMs).toBe(200);
    expect(Math.abs(offsetMs - 600_000)).toBeLessThanOrEqual(uncertaintyMs);
    expect(Math.abs(client.now() - time.now() - 600_000)).toBeLessThanOrEqual(600);
  });

  it('is ours when the difference may be none', async () => {
    const { time, client } = offBy(100, 200);
    await client.measureClock();
    expect(client.now()).toBe(time.now());
  });

  it('is known again a minute after the machine has slept, and left alone while it may be right', async () => {
    const slept = { ms: 0 };
    const time = new ManualTime(NOW);
    const script = new ScriptedKraken(time).on('Time', () =>
      result({ unixtime: Math.floor((time.now() + slept.ms) / 1000) }),
    );
    const client = script.client();
    const stop = client.keepClock();
    await time.advance(120_000);
    expect(client.now()).toBe(time.now());
    slept.ms = 600_000;
    await time.advance(60_000);
    expect(Math.abs(client.now() - time.now() - 600_000)).toBeLessThanOrEqual(600);
    stop();
    await time.advance(60_000);
    expect(time.pending).toBe(0);
  });
});

describe('asset names', () => {
  it.each([
    'XXBT BTC',
    'XBT BTC',
    'XXDG DOGE',
    'ZUSD USD',
    'XETH ETH',
    'ETH2.S ETH2.S',
    'XBT.M BTC.M',
    'XXLM XLM',
    'XTZ XTZ',
    'ZRX ZRX',
    'USDT USDT',
  ])('%s', (pair) => {
    const [id = '', name] = pair.split(' ');
    expect(assetName(id)).toBe(name);
  });
});
