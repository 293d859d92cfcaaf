// What another project would write. The packed-packages test compiles it there, as ESM and as CommonJS, and runs both;
// here nothing checks it, for the root must not depend on our packages: they would find each other without saying so.
import { Backtest, backtestReport } from '@fathom/backtest';
import { GapMap } from '@fathom/candles';
import { Decimal } from '@fathom/contracts';
import { BacktestReport } from '@fathom/contracts/backtest-report';
import { Engine } from '@fathom/engine';
import { feeTier, findInstrument } from '@fathom/exchange';
import { Ema } from '@fathom/indicators';
import { Ledger } from '@fathom/ledger';
import { botOf } from '@fathom/notifications';
import { Simulator } from '@fathom/simulator';
import { readCandles } from '@fathom/storage';
import { macdCross } from '@fathom/strategies';
import { CATALOG, tulip } from '@fathom/tulip';

async function main(path: string): Promise<void> {
  const instrument = findInstrument('BTC/USD');
  const strategy = macdCross.create(macdCross.schema.parse({}));
  const backtest = new Backtest({
    strategy,
    instrument,
    interval: 60,
    balance: Decimal.parse('10000'),
    sizing: { type: 'quantity', quantity: Decimal.parse('0.002') },
    fees: feeTier(0, instrument),
  });
  for await (const chunk of readCandles(path)) backtest.feedColumns(chunk);
  const report = backtestReport(backtest, {
    bot: botOf('/home/me/localbot'),
    strategy,
    timing: { loadMs: 0, runMs: 0 },
  });
  // Tulip's add-on is not compiled in that project, but its package loads all the same.
  const loaded = [Engine, Ema, GapMap, Ledger, Simulator, tulip.sma].every((one) => typeof one === 'function');
  console.log(
    JSON.stringify({ report: BacktestReport.parse(report), loaded, indicators: Object.keys(CATALOG).length }),
  );
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
