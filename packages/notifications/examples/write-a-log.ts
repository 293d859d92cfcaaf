import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { botOf, modeBanner, openLog, tradingBanner } from '@fathom/notifications';

const bot = botOf('/home/me/localbot');
const log = await openLog({
  folder: join(mkdtempSync(join(tmpdir(), 'localbot-')), 'logs'),
  bot,
  clock: { now: () => Date.now() },
  random: { next: () => Math.random() },
  console: process.stdout,
});
log.info(modeBanner('paper', bot));
log.info(tradingBanner({ instrumentId: 'XXBTZUSD', exchange: 'kraken', strategyLabel: 'MACD Strategy', period: 5 }));
log.info([{ text: 'Exit Price: 8364.2 ' }, { text: 'P/L:  $0.4003', role: 'up' }]);
log.warn('the ticker is 7 s old');
log.close();

console.log(`\n${log.path}:\n${readFileSync(log.path, 'utf8')}`);
