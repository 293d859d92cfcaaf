import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { botId, botName, botOf } from './bot.js';

describe('botName', () => {
  it.each([
    ['/home/me/localbot', 'Localbot'],
    ['/home/me/localbot/', 'Localbot'],
    ['/home/me/LOCALBOT', 'Localbot'],
    ['/home/me/my-second_bot2x', 'My-Second_Bot2X'],
    ['/home/me/ärger', 'Ärger'],
  ])('%s is the home of %s', (folder, name) => {
    expect(botName(folder)).toBe(name);
  });

  it('takes relative folders from the working directory', () => {
    expect(botName('.')).toBe(botName(process.cwd()));
    expect(botName('some/localbot')).toBe('Localbot');
  });
});

describe('botId', () => {
  // 1403291797 and 2166136261 are the FNV-1a sums of the two names.
  it('is 100 + FNV-1a mod 900', () => {
    expect(botId('Localbot')).toBe(100 + (1_403_291_797 % 900));
    expect(botId('')).toBe(100 + (2_166_136_261 % 900));
    expect(botOf('/bots/localbot')).toEqual({ id: 197, name: 'Localbot' });
  });

  it('always has three digits and depends on nothing but the name', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(String(botId(name))).toMatch(/^[1-9]\d\d$/);
        expect(botId(name)).toBe(botId(name));
      }),
    );
  });
});
