import { bitcoin, ManualTime, openApi, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { PRIVATE_CALLS } from '../rest/private/private-calls.js';
import { START, testKraken } from '../test-kraken.js';

/** The sample programs of Kraken's documentation (in Python), as calls with what `requests` makes of their parameters. */
function samples(): { readonly method: string; readonly parameters: Record<string, string> }[] {
  const sources: string[] = [];
  const look = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if ('lang' in value && value.lang === 'Python' && 'source' in value) sources.push(String(value.source));
    for (const each of Object.values(value)) look(each);
  };
  look(openApi());
  return sources.flatMap((source) => {
    const [, method, body = ''] = /'\/0\/private\/(\w+)', \{([^}]*)\}/.exec(source) ?? [];
    if (method === undefined || !PRIVATE_CALLS.has(method)) return [];
    const fields = [...body.matchAll(/"(\w[\w-]*)": ?("([^"]*)"|True|False|[\d.]+)/g)];
    const parameters = Object.fromEntries(fields.map(([, name = '', literal = '', text]) => [name, text ?? literal]));
    return [{ method, parameters }];
  });
}

/** Prices, times and ids of the samples are of their day: what is refused for them is refused rightly. */
const OF_THEIR_DAY = /^(EOrder:|EGeneral:Invalid arguments:(ofs|price|starttm|expiretm|deadline)|EQuery:)/;

describe('the documentation’s own sample programs', () => {
  it('are enough to mean something', () => {
    expect(new Set(samples().map(({ method }) => method)).size).toBeGreaterThan(12);
  });

  it.each(samples())('$method with $parameters is understood', ({ method, parameters }) => {
    const kraken = testKraken({
      instrument: bitcoin,
      clock: new ManualTime(START),
      random: new SeededRandom(1),
    });
    expect(kraken.private(method, parameters).error.filter((error) => !OF_THEIR_DAY.test(error))).toEqual([]);
  });
});
