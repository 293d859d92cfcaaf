import { describe, expect, it } from 'vitest';
import { logFileName } from './log-file-name.js';

const bot = { id: 320, name: 'Localbot' };
const clock = { now: () => Date.UTC(2018, 3, 17, 21, 59, 59, 999) };
const letters = (word: string) => {
  let i = 0;
  return { next: () => (word.charCodeAt(i++ % word.length) - 96.5) / 26 };
};

describe('logFileName', () => {
  it('is bot, date, hour and six letters', () => {
    expect(logFileName(bot, clock, letters('umpmen'), 'linux')).toBe('320:Localbot_2018-04-17_21_umpmen');
  });

  it('has no colon on Windows', () => {
    expect(logFileName(bot, clock, letters('umpmen'), 'win32')).toBe('320-Localbot_2018-04-17_21_umpmen');
  });

  it('stays within a–z at both ends of chance', () => {
    expect(logFileName(bot, clock, { next: () => 0 }, 'linux')).toMatch(/_aaaaaa$/);
    expect(logFileName(bot, clock, { next: () => 1 - 2 ** -53 }, 'linux')).toMatch(/_zzzzzz$/);
  });
});
