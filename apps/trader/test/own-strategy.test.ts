import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { build, root } from '../../../test/build.js';

// The built trader, started as a user starts it, with strategy files in a folder that has nothing else.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const folder = mkdtempSync(join(tmpdir(), 'own strategy-'));
beforeAll(build);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Backtests a strategy file over the shipped candles. */
function backtest(name: string, text: string): Promise<Ended> {
  writeFileSync(join(folder, name), text);
  const main = join(root, 'apps/trader/dist/main.js');
  const args = [main, 'backtest', '-p', '60', '-s', '2022-12-01', '--no-log', '--strategy', `./${name}`];
  const { INIT_CWD: _, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: folder, env }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

const BODY = `defineStrategy({
  name: 'mine',
  label: 'My Own',
  description: 'long above the average',
  schema: z.strictObject({ length: z.number().default(20) }),
  create({ length }) {
    const average = new Sma({ period: length });
    return {
      warmup: length,
      onCandle({ close }, { open, pendingEntries }) {
        average.update(close);
        if (close < average.value) return open.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'below' }));
        const isOut = close > average.value && open.length + pendingEntries === 0;
        return isOut ? [{ action: 'enter', side: 'long', reason: 'above', price: close }] : [];
      },
    };
  },
})`;
const IMPORTS = `import { Sma } from '@fathom/indicators';
import { defineStrategy } from '@fathom/strategies';
import * as z from 'zod';
`;
const REQUIRES = `const { Sma } = require('@fathom/indicators');
const { defineStrategy } = require('@fathom/strategies');
const { z } = require('zod');
`;

describe('a strategy file in a folder without packages', () => {
  it.each([
    ['mine.ts', `${IMPORTS}const mine: object = ${BODY};\nexport default mine;\n`],
    ['mine.js', `${IMPORTS}export default ${BODY};\n`],
    ['mine.mjs', `${IMPORTS}export const strategy = ${BODY};\n`],
    ['mine.cjs', `${REQUIRES}module.exports = ${BODY};\n`],
    ['named.cjs', `${REQUIRES}exports.strategy = ${BODY};\n`],
  ])('%s runs', async (name, text) => {
    const { code, out, err } = await backtest(name, text);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/BACKTEST My Own, BTC\/USD[\s\S]*\nTrades +[1-9]\d /);
  });

  it.each([
    ['syntax.ts', 'export default {\n  name: = 3,\n};\n', './syntax.ts:2:9: Unexpected token'],
    ['syntax.mjs', 'export default {\n', './syntax.mjs:2:1: Unexpected token'],
    ['missing.ts', "import './none.ts';\n", "./missing.ts:1: Cannot find module './none.ts'"],
    ['loading.ts', "const a = 1;\nthrow new Error('not today');\n", './loading.ts:2: not today'],
  ])('%s is refused with line, column and reason', async (name, text, reason) => {
    const { code, out, err } = await backtest(name, text);
    expect([code, out, err]).toEqual([2, '', `error: strategy file cannot be loaded: ${reason}\n`]);
  });

  it('may wait with its entries, move them and take them back', async () => {
    const text = `${IMPORTS}let n = 0;
export default defineStrategy({
  name: 'patient',
  label: 'Patient',
  description: 'waits below the market, once above it in vain',
  schema: z.strictObject({}),
  create: () => ({
    onCandle({ close: price }, { open, pending }) {
      n += 1;
      const reason = 'r';
      const [waiting] = pending;
      if (n === 5) return [{ action: 'enter', side: 'long', reason, price, limitPrice: price / 2, stopPrice: price / 4 }];
      if (n === 8) return [{ action: 'amend', tradeId: waiting.tradeId, reason, limitPrice: price / 3 }];
      if (n === 10) return [{ action: 'withdraw', tradeId: waiting.tradeId, reason }];
      if (n === 20) return [{ action: 'enter', side: 'long', reason, price, limitPrice: price / 2, postOnly: true }];
      if (n === 25) return [{ action: 'amend', tradeId: waiting.tradeId, reason, limitPrice: price * 0.9999 }];
      return n === 99 ? open.map(({ id }) => ({ action: 'exit', tradeId: id, reason })) : [];
    },
  }),
});
`;
    const { code, out, err } = await backtest('patient.ts', text);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/\nTrades +1 /);
    expect(out).toMatch(/Entries refused +0\n/);
    expect(out).toContain('\nENTRIES NOT FILLED\n1 withdrawn\n');
  });

  const deciding = (body: string) =>
    `${IMPORTS}let n = 0;\nexport default ${BODY.replace('average.update(close);', `average.update(close); if (++n === 30) { ${body} }`)};\n`;

  it.each([
    ["throw new Error('out of ideas');", 'out of ideas'],
    ['return null.nothing;', "Cannot read properties of null (reading 'nothing')"],
    ["throw 'a text';", 'a text'],
    ["throw new Error('two\\nlines');", 'two lines'],
    ['return undefined;', 'it answers with undefined, not with a list of signals'],
    ["return [{ action: 'buy' }];", 'signal action "buy" is none of enter, exit, amend, withdraw'],
    ["return [{ action: 'enter', side: 'up', reason: 'r', price: 1 }];", 'signal side "up" is neither long nor short'],
    ["return [{ action: 'enter', side: 'long', reason: 'r', price: NaN }];", 'signal price NaN is not above 0'],
    [
      "return [{ action: 'enter', side: 'long', reason: 'r', price: 1, stopPrice: -1 }];",
      'signal stopPrice -1 is not above 0',
    ],
    ["return [{ action: 'enter', side: 'long', price: 1 }];", 'signal reason undefined is no text'],
    ["return [{ action: 'exit', reason: 'r' }];", 'signal tradeId undefined is no text'],
    ['arguments[1].open.push({});', 'Cannot add property 1, object is not extensible'],
    ['arguments[1].pendingEntries = 9;', "Cannot assign to read only property 'pendingEntries' of object '#<Object>'"],
  ])('%s ends the run with one line', async (body, message) => {
    const { code, err } = await backtest('failing.ts', deciding(body));
    expect([code, err]).toEqual([2, `error: strategy mine failed on the candle of 2022-12-01 09:00: ${message}\n`]);
  });

  it('cannot ask for a warm-up that is none', async () => {
    const { code, err } = await backtest(
      'warm.ts',
      `${IMPORTS}export default ${BODY.replace('warmup: length', 'warmup: NaN')};\n`,
    );
    expect([code, err]).toEqual([2, 'error: strategy mine: warmup NaN is not a number of candles\n']);
  });

  it('may fail when it is made', async () => {
    const { code, err } = await backtest(
      'made.ts',
      `${IMPORTS}export default ${BODY.replace('create({ length }) {', "create({ length }) { throw new Error('no');")};\n`,
    );
    expect([code, err]).toEqual([2, 'error: strategy mine cannot be made: no\n']);
  });
});
