import { resolve } from 'node:path';
import { type Candle, type TradeEvent, UsageError } from '@fathom/contracts';
import { type BacktestSummary, backtestSummary, reportLists } from '@fathom/backtest';
import { candleLine } from '@fathom/candles';
import { tradeRow } from '@fathom/ledger';
import { type Bot, botId, botOf, type Log, modeBanner, tradingBanner, wantsColour } from '@fathom/notifications';
import { writeFileAtomically } from '@fathom/storage';
import pc from 'picocolors';
import { lineWidth } from '@fathom/terminal';
import type { Io } from '../io.js';
import { checkWritable } from '../report/check-writable.js';
import { KeptCandles } from '../report/kept-candles.js';
import { type CandleSource, findCandles } from './candle-source.js';
import { jsonText } from './json-text.js';
import { noteIncomplete, noteTicker, shortPath, warnOfRange, warnOfWarmup } from './notes.js';
import { type BacktestFlags, type BacktestPlan, planBacktest } from './options.js';
import { renderReport } from './render.js';
import { type RunResult, runBacktest } from './run.js';
import { sensitivityRows, sensitivityVariants } from './sensitivity.js';

/** `trader backtest`. */
export async function backtest(flags: BacktestFlags, io: Io): Promise<void> {
  const plan = await planBacktest(flags, io.cwd);
  if (flags.json === '-' && flags.html === '-')
    throw new UsageError('--json - and --html - exclude each other: only one of them can have standard output');
  if (flags.candles === true && !wantsLog(flags))
    throw new UsageError(
      `--candles writes into the log, and ${flags.json === undefined ? '--no-log' : '--json'} leaves that out: say --log`,
    );
  for (const file of [flags.json, flags.html])
    if (file !== undefined && file !== '-') await checkWritable(resolve(io.cwd, file));
  if (flags.books !== undefined) return backtestBooks(flags, plan, flags.books, io);
  if (flags.store !== undefined) throw new UsageError('--store says where the recording of --books is: give both');
  const bot = botFor(flags, io);
  const source = await findCandles({
    instrument: plan.instrument,
    interval: plan.interval,
    file: flags.data,
    dataFolder: flags.dataFolder,
    cwd: io.cwd,
  });
  if (source.leftAside !== undefined) {
    const [used, other] = [source.path, source.leftAside].map((path) => shortPath(path, io));
    io.err.write(`note: the candles are those of ${used}; ${other}, which ships with Fathom, is left aside\n`);
  }
  const isLogged = wantsLog(flags);
  let log: Log | undefined;
  const drawn = flags.html === undefined ? undefined : new KeptCandles();
  try {
    const result = await runBacktest(
      {
        plan,
        source,
        variants: flags.sensitivity === true ? sensitivityVariants(plan) : [],
        botId: String(bot.id),
        onStart: async () => {
          if (isLogged) log = await openBacktestLog(flags, io, { plan, source, bot });
        },
        onTrade: isLogged ? (event: TradeEvent) => logTrade(log, event, plan) : undefined,
        onCandle:
          isLogged && flags.candles === true ? (candle: Candle) => log?.info(candleLine(candle, 'closed')) : undefined,
        onChunk: drawn && ((chunk) => drawn.add(chunk)),
      },
      io,
    );
    log?.flush();
    await publish(result, { bot, drawn }, flags, io);
    noteTicker(flags, io);
    noteIncomplete(plan, source, result, io);
    warnOfRange(plan, result, io);
    warnOfWarmup(result, io);
  } finally {
    log?.close();
  }
}

/** The same over recorded books instead of candles. */
async function backtestBooks(flags: BacktestFlags, plan: BacktestPlan, folder: string, io: Io): Promise<void> {
  const { bookNote, bookSource, runBooks } = await import('./books/run-books.js');
  const bot = botFor(flags, io);
  const source = bookSource(flags, plan, folder, io);
  const isLogged = wantsLog(flags);
  let log: Log | undefined;
  const drawn = flags.html === undefined ? undefined : new KeptCandles();
  try {
    const result = await runBooks(
      {
        plan,
        source,
        botId: String(bot.id),
        onStart: async () => {
          if (isLogged) log = await openBacktestLog(flags, io, { plan, source, bot });
        },
        onTrade: isLogged ? (event: TradeEvent) => logTrade(log, event, plan) : undefined,
        onCandle: (candle: Candle) => {
          if (flags.candles === true) log?.info(candleLine(candle, 'closed'));
          drawn?.addOne(candle);
        },
      },
      io,
    );
    log?.flush();
    await publish(result, { bot, drawn }, flags, io);
    noteTicker(flags, io);
    io.err.write(bookNote(result.main, source));
    warnOfRange(plan, result, io);
    warnOfWarmup(result, io);
  } finally {
    log?.close();
  }
}

/** The bot that was named, or the one the folder names. */
export function botFor({ bot }: Pick<BacktestFlags, 'bot'>, io: Io): Bot {
  if (bot === undefined) return botOf(io.cwd);
  if (!/^[\p{L}\p{N}_. -]{1,64}$/u.test(bot)) throw new UsageError(`--bot ${JSON.stringify(bot)} is not a name`);
  return { name: bot, id: botId(bot) };
}

interface LogContext {
  readonly plan: BacktestPlan;
  readonly source: Pick<CandleSource, 'interval'>;
  readonly bot: Bot;
}

async function openBacktestLog(flags: BacktestFlags, io: Io, { plan, source, bot }: LogContext): Promise<Log> {
  const { openLog } = await import('@fathom/notifications');
  const log = await openLog({
    folder: resolve(io.cwd, 'logs'),
    bot,
    clock: { now: io.now },
    random: { next: io.random },
    console: isPiped(flags) ? false : io.out,
    // A backtest can be run again, so its lines go out by the block.
    isBuffered: true,
    complain: (line) => io.err.write(`${line}\n`),
  });
  log.info(modeBanner('backtest', bot));
  log.info(
    tradingBanner({
      instrumentId: plan.instrument.id,
      exchange: flags.exchange,
      strategyLabel: plan.definition.label,
      period: source.interval,
    }),
  );
  return log;
}

/** Standard output is for a machine, or a browser, and nothing else goes there. */
function isPiped({ json, html }: BacktestFlags): boolean {
  return json === '-' || html === '-';
}

/** JSON is for machines, which find every trade in it: rows and log file only when asked for. */
function wantsLog({ log, json }: BacktestFlags): boolean {
  return log ?? json === undefined;
}

/** In a backtest each trade's row once, as it closes. */
function logTrade(log: Log | undefined, event: TradeEvent, { instrument }: BacktestPlan): void {
  if (event.type === 'trade-closed') log?.info(tradeRow(event.trade, instrument.quote).segments);
}

function summaryOf(result: RunResult, bot: Bot): BacktestSummary {
  const { main, loadMs, runMs } = result;
  const context = { bot, strategy: main.options.strategy, timing: { loadMs, runMs } };
  const report = backtestSummary(main, context);
  if (report === undefined) throw new Error('a run with candles has no report');
  return result.variants.length === 0 ? report : { ...report, sensitivity: sensitivityRows(result, context) };
}

interface Drawn {
  readonly bot: Bot;
  /** For a page. */
  readonly drawn: KeptCandles | undefined;
}

/** On the console, as JSON, and at last, since it is the largest, as a page. */
async function publish(result: RunResult, { bot, drawn }: Drawn, flags: BacktestFlags, io: Io): Promise<void> {
  const summary = summaryOf(result, bot);
  await publishFigures(result, summary, flags, io);
  if (flags.html === undefined || drawn === undefined) return;
  await (await import('../report/backtest-html.js')).writeBacktestHtml(flags.html, { result, summary, drawn }, io);
}

async function publishFigures(
  { main }: RunResult,
  summary: BacktestSummary,
  flags: BacktestFlags,
  io: Io,
): Promise<void> {
  if (flags.json === '-') {
    for (const part of jsonText({ ...summary, ...reportLists(main) })) io.out.write(part);
    return;
  }
  if (flags.json !== undefined) {
    await writeFileAtomically(resolve(io.cwd, flags.json), jsonText({ ...summary, ...reportLists(main) }));
  }
  if (isPiped(flags)) return;
  const heading = pc.createColors(wantsColour(io.out)).bold;
  const strategyLabel = main.options.strategy.label;
  io.out.write(`\n${renderReport(summary, { width: lineWidth(io.out), strategyLabel, heading })}`);
}
