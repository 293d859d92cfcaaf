import { expect, it } from 'vitest';
import { modeBanner, tradingBanner } from './banners.js';
import { colouredText, plainText } from './message.js';

const bot = { id: 320, name: 'Localbot' };

it.each([
  ['paper', 'PAPER TRADING - 320:Localbot'],
  ['live', 'LIVE TRADING - 320:Localbot'],
  ['rehearsal', 'REHEARSAL - 320:Localbot'],
  ['validate', 'VALIDATING, NOTHING IS TRADED - 320:Localbot'],
  ['backtest', 'BACKTEST - 320:Localbot'],
] as const)('%s: %s', (mode, line) => {
  expect(plainText(modeBanner(mode, bot))).toBe(line);
  expect(colouredText(modeBanner(mode, bot))).toBe(`\u001B[36m${line}\u001B[39m`);
});

it('says what is traded', () => {
  const trading = { instrumentId: 'XXBTZUSD', exchange: 'kraken', strategyLabel: 'MACD Strategy', period: 5 };
  expect(plainText(tradingBanner(trading))).toBe('Trading XXBTZUSD on KRAKEN with MACD Strategy @ 5 minute period');
});
