import type { BotAction, BotAbout, BotNews, BotSource, BotStatus, TradesPage } from '../src/index.js';
import { reportRun } from '../src/index.js';
import { report } from './reports.js';

const NOW = Date.UTC(2026, 7, 2, 12);

const about: BotAbout = {
  id: '197',
  name: 'Localbot',
  mode: 'rehearsal',
  pair: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  priceDecimals: 1,
  interval: 1,
  strategy: 'MACD Strategy',
  plots: [
    { value: 'macd.histogram', pane: 'MACD', kind: 'histogram' },
    { value: 'macd.macd', pane: 'MACD', kind: 'line' },
    { value: 'stochastic.sar', pane: 'price', kind: 'dots' },
  ],
  startedAt: NOW,
};

const status: BotStatus = {
  time: NOW,
  state: 'trading',
  equity: '10012.5',
  cash: '9950',
  holding: '0.002',
  startBalance: '10000',
  today: { profit: '12.5', percent: 0.125 },
  drawdownPercent: 0.4,
  price: { last: 31_250, bid: 31_249.9, ask: 31_250.1 },
  openTrades: [
    {
      id: 't1',
      side: 'long',
      quantity: '0.002',
      entryPrice: '31000',
      openedAt: NOW - 600_000,
      reason: 'macdCrossover',
      stopPrice: '30225',
      profit: '0.25',
      profitPercent: 0.4,
      isClosing: false,
    },
  ],
  closedTrades: 60,
  unknownOrders: 0,
  feedAgeMs: 200,
  feedLagMs: 35,
  outages: 0,
  rateBudget: 12,
};

/** A bot that a test plays. */
export class FakeBot implements BotSource {
  readonly about: BotAbout;
  readonly acted: { readonly action: BotAction; readonly who: string }[] = [];
  current: BotStatus = status;
  /** Candles it has seen before one looks. */
  seen = 200;
  private readonly listeners = new Set<(news: BotNews) => void>();
  private readonly all: TradesPage['trades'];
  private readonly reason: string;

  /** @param reason what its trades, events and log lines say; may be hostile. */
  constructor(fields: Partial<BotAbout> = {}, reason = 'takeProfit') {
    this.reason = reason;
    this.about = { ...about, ...fields };
    this.all = reportRun(report({ reason }), { label: '' }).trades;
  }

  get listening(): number {
    return this.listeners.size;
  }

  /** Tells news to whoever listens. */
  tell(news: BotNews): void {
    for (const listener of this.listeners) listener(news);
  }

  status = () => this.current;

  chart = () => {
    const candles = Array.from({ length: this.seen }, (_, at) => candle(at - this.seen));
    const wave = candles.map((_, at) => (at < 30 ? null : Math.sin(at / 8) * 40));
    const sar = candles.map(([, , , low]) => low - 40);
    return {
      candles,
      isGrowing: true,
      indicators: { 'macd.histogram': wave, 'macd.macd': wave, 'stochastic.sar': sar },
      marks: [
        { time: NOW - 3_000_000, side: 'buy', price: '31000', reason: 'macdCrossover' },
        { time: NOW - 2_000_000, side: 'sell', price: '31200', reason: this.reason, profit: '0.31' },
      ],
    } as const;
  };

  trades = (from: number, limit: number) => ({
    from,
    total: this.all.id.length,
    trades: Object.fromEntries(
      Object.entries(this.all).map(([name, column]) => [name, column.slice(from, from + limit)]),
    ) as unknown as TradesPage['trades'],
  });

  orders = () =>
    (['unknown', 'open', 'filled'] as const).map((one, at) => ({
      clientOrderId: `197-${at}`,
      exchangeOrderId: one === 'unknown' ? '' : `O${at}`,
      purpose: one === 'open' ? ('stop' as const) : ('entry' as const),
      tradeId: 't1',
      side: 'buy' as const,
      type: 'market',
      quantity: '0.002',
      filled: one === 'filled' ? '0.002' : '0',
      price: null,
      averagePrice: one === 'filled' ? '31000' : null,
      status: one,
      reason: this.reason,
      time: NOW,
      ...(one === 'unknown' && { note: 'looked for again in 4 s' }),
    }));

  events = (before = 251, limit = 100) =>
    Array.from({ length: Math.min(limit, before - 1) }, (_, at) => before - 1 - at).map((sequence) => ({
      sequence,
      time: NOW,
      type: 'signal-refused',
      text: `{"rule":"funds","reason":${JSON.stringify(this.reason)}}`,
    }));

  log = (after: number) =>
    [1, 2, 3]
      .filter((number) => number > after)
      .map((number) => ({ number, time: NOW, level: 'info' as const, text: `line ${number} ${this.reason}` }));

  limits = () => [{ name: 'open trades', limit: '3', now: '1', share: 1 / 3 }];

  settings = () => [
    { name: 'strategy', value: 'macd' },
    { name: 'key', value: '[secret]' },
  ];

  listen = (listener: (news: BotNews) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  act = (action: BotAction, who: string) => {
    this.acted.push({ action, who });
    if (action.action === 'kill')
      this.current = { ...this.current, state: 'halted', reason: `kill switch by ${who}`, openTrades: [] };
    return { isDone: action.action !== 'resume', text: `${action.action}: done` };
  };
}

/** Candle `at`, counted from the last one. */
export function candle(at: number): readonly [number, number, number, number, number, number] {
  const open = 31_000 + Math.round(Math.sin(at / 9) * 200);
  const close = open + ((at * 7) % 23);
  return [NOW + at * 60_000, open, Math.max(open, close) + 8, Math.min(open, close) - 8, close, 1.5];
}

/** As a dashboard takes them. */
export function byId(...bots: readonly FakeBot[]): ReadonlyMap<string, FakeBot> {
  return new Map(bots.map((bot) => [bot.about.id, bot]));
}
