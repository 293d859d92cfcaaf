import { join, resolve } from 'node:path';
import { type Cause, type Divergence, divergence, type DivergenceRow } from '@fathom/backtest';
import { DataError, Decimal, type LedgerEvent, UsageError } from '@fathom/contracts';
import { findInstrument } from '@fathom/exchange';
import { SqliteLedger } from '@fathom/storage';
import { findStrategy } from '@fathom/strategies';
import { definitionList, lineWidth, table } from '@fathom/terminal';
import { STRATEGY_LIMIT_MS } from '../trade/limited-call.js';
import { limitedStrategy } from '../trade/limited-strategy.js';
import { loadStrategy } from '../backtest/load-strategy.js';
import { strategyConfig } from '../backtest/strategy-config.js';
import type { Io } from '../io.js';
import { shortTime } from '../text/format.js';
import { recordedName } from './recorded-name.js';
import { readSession } from './read-session.js';
import { recordPath } from './session-record.js';

export interface DivergenceFlags {
  readonly folder: string;
  /** A file of the user's own, where the bot's strategy is none of ours. */
  readonly strategy?: string;
  readonly json?: boolean;
}

/** `trader divergence [name]`: where a session and a backtest of what it saw went apart, and why. */
export async function showDivergence(name: string | undefined, flags: DivergenceFlags, io: Io): Promise<void> {
  const folder = resolve(io.cwd, flags.folder);
  const wanted = recordedName(folder, name);
  const path = join(folder, `${wanted}.sqlite`);
  const { run, candles, marketPriceAt } = await readSession(recordPath(path));
  if (!candles.some(({ isDecided }) => isDecided)) {
    throw new DataError(`${wanted} has recorded no candle it decided on yet`);
  }
  const events = await eventsOf(path);
  const opened = events.find((event) => event.type === 'ledger-opened');
  if (flags.strategy === undefined && findStrategy(run.strategy) === undefined) {
    throw new UsageError(
      `${wanted} has traded with ${run.strategy}, a strategy of your own: say --strategy FILE, where it is`,
    );
  }
  const definition = await loadStrategy(flags.strategy ?? run.strategy, io.cwd);
  const found = divergence(
    { events, candles, marketPriceAt },
    {
      strategy: limitedStrategy(definition.create(strategyConfig(definition, run.config)), STRATEGY_LIMIT_MS),
      instrument: findInstrument(run.pair),
      interval: run.interval,
      balance: opened?.startBalance ?? Decimal.ZERO,
      sizing: run.sizing,
      ...(run.limits && { limits: run.limits }),
      ...(run.margin && { margin: run.margin }),
      ...(run.guards && { guards: run.guards }),
      fees: { takerPercent: run.takerPercent, makerPercent: run.makerPercent },
      botId: run.botId,
    },
  );
  if (flags.json === true) io.out.write(`${JSON.stringify({ session: wanted, pair: run.pair, ...found })}\n`);
  else show(found, run.pair, io);
}

async function eventsOf(path: string): Promise<LedgerEvent[]> {
  const store = await SqliteLedger.read(path);
  try {
    return [...store.events()].map(({ event }) => event);
  } finally {
    store.close();
  }
}

function show(found: Divergence, pair: string, { out }: Io): void {
  const quote = pair.split('/')[1] ?? '';
  const differing = found.rows.filter(({ causes }) => causes.length > 0);
  if (differing.length > 0) {
    out.write(
      table(
        ['Decided (UTC)', 'Trade', 'Session', 'Backtest', 'Difference', 'Cause'],
        differing.map((row) => [
          shortTime(row.decidedAt),
          row.tradeId,
          profitText(row.session),
          profitText(row.backtest),
          row.difference.toFixed(2),
          [...new Set(row.causes.map(({ kind }) => kind))].join(', '),
        ]),
        ['Trade', 'Cause'],
      ),
    );
    out.write('\nWhy:\n');
    out.write(
      definitionList(
        differing.map((row) => [row.tradeId, whyText(row)]),
        lineWidth(out),
      ),
    );
    out.write('\n');
  }
  const { shared, onlySession, onlyBacktest, sessionProfit, backtestProfit, byCause } = found;
  out.write(`${shared} trades in both, ${onlySession} only in the session, ${onlyBacktest} only in the backtest\n`);
  const difference = sessionProfit.minus(backtestProfit);
  out.write(
    `Profit ${sessionProfit.toFixed(2)} ${quote}, backtest ${backtestProfit.toFixed(2)}: ${difference.toFixed(2)} apart\n`,
  );
  for (const { kind, amount } of byCause)
    out.write(`  ${kind.padEnd(18)} ${amount.toFixed(4).padStart(12)}
`);
}

function profitText(trade: DivergenceRow['session']): string {
  if (trade === undefined) return 'none';
  return trade.exit === undefined ? 'open' : trade.exit.profit.toFixed(2);
}

function whyText({ causes }: DivergenceRow): string {
  return causes.map(({ text, amount }: Cause) => `${text} (${amount.toFixed(4)})`).join('; ');
}
