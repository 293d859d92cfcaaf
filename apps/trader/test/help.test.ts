import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';

describe('help', () => {
  it.each([
    [['--help']],
    [['backtest', '--help']],
    [['strategies', '--help']],
    [['data', '--help']],
    [['data', 'import', '--help']],
    [['data', 'list', '--help']],
  ])('%j fits 80 columns and shows no default that means nothing', async (args) => {
    const { code, out, err } = await newUser().trader(...args);
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toMatch(/\[\]|undefined/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('offers a backtest no rehearsal, which it would refuse', async () => {
    expect((await newUser().trader('--help')).out).toContain('rehearsal: a recorded market');
    expect((await newUser().trader('backtest', '--help')).out).not.toContain('rehearsal');
  });

  it('is there for who asks in words', async () => {
    const { trader } = newUser();
    expect(await trader('help')).toEqual(await trader('--help'));
    expect(await trader('help', 'backtest')).toEqual(await trader('backtest', '--help'));
    expect((await trader('help', 'bcktest')).code).toBe(2);
  });

  it('says once that there are commands', async () => {
    expect((await newUser().trader('--help')).out).toMatch(/^Usage: trader \[options\] \[command\]\n/);
  });

  it('says what options without a command mean', async () => {
    expect((await newUser().trader('--help')).out).toContain('\nOptions without a command trade');
  });
});
