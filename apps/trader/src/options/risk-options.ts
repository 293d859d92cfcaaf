import { resolve } from 'node:path';
import { nearestName, UsageError } from '@fathom/contracts';
import { RiskLimits } from '@fathom/contracts/risk-limits';
import { jsonFile } from './json-file.js';

/** What a bot may do at most, as commander hands it over. Amounts are texts. */
export interface RiskFlags {
  /** A JSON file with limits by the names of `RiskLimits`. */
  readonly risk?: string;
  readonly maxOpenTrades?: string;
  readonly maxExposure?: string;
  readonly maxExposurePercent?: string;
  readonly maxOrdersPerMinute?: string;
  readonly priceCollar?: string;
  readonly maxDailyLoss?: string;
  /** `3:60`: after three losing trades in a row an hour's pause. */
  readonly coolDown?: string;
  readonly minMarginLevel?: string;
}

/** Each flag, the limit it sets, and how it is written. */
const FLAGS = [
  ['maxOpenTrades', 'maxOpenTrades', '--max-open-trades'],
  ['maxExposure', 'maxExposure', '--max-exposure'],
  ['maxExposurePercent', 'maxExposurePercent', '--max-exposure-percent'],
  ['maxOrdersPerMinute', 'maxOrdersPerMinute', '--max-orders-per-minute'],
  ['priceCollar', 'priceCollarPercent', '--price-collar'],
  ['maxDailyLoss', 'maxDailyLossPercent', '--max-daily-loss'],
  ['coolDown', 'coolDown', '--cool-down'],
  ['minMarginLevel', 'minMarginLevelPercent', '--min-margin-level'],
] as const;

/**
 * The limits of the file, and of the flags, which go before it.
 * @returns undefined when nothing is limited.
 * @throws {UsageError} for a limit that is none, an unknown one, or two that contradict each other: the first of them.
 * @throws {DataError} for a file that cannot be read.
 */
export function riskLimits(flags: RiskFlags, cwd: string): RiskLimits | undefined {
  const fromFile = flags.risk === undefined ? {} : riskFile(flags.risk, cwd);
  const fromFlags = Object.fromEntries(
    FLAGS.flatMap(([flag, limit]) => {
      const text = flags[flag];
      return text === undefined ? [] : [[limit, flag === 'coolDown' ? coolDown(text) : amount(text)]];
    }),
  );
  const given = { ...fromFile, ...fromFlags };
  if (Object.keys(given).length === 0) return undefined;
  const parsed = RiskLimits.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') throw unknownLimit(issue.keys[0] ?? '', flags.risk);
  const limit = String(issue?.path[0] ?? '');
  const inner = issue === undefined || issue.path.length < 2 ? '' : `.${issue.path.slice(1).join('.')}`;
  throw new UsageError(`${shown(limit, flags)}${inner}: ${issue?.message ?? 'is no limit'}`);
}

/** How the user said it: the flag, or the name in the file. */
function shown(limit: string, flags: RiskFlags): string {
  const found = FLAGS.find(([flag, name]) => name === limit && flags[flag] !== undefined);
  return found === undefined ? `${limit} of ${flags.risk}` : found[2];
}

function unknownLimit(key: string, file: string | undefined): UsageError {
  const names = FLAGS.map(([, limit]) => limit);
  const nearest = nearestName(key, names);
  const hint = nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`;
  return new UsageError(`${file}: there is no limit ${key}: ${hint}`);
}

/** What is no number stays the text it is, and the schema says so. */
function amount(text: string): unknown {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function coolDown(text: string): unknown {
  const [losses = '', minutes = '', ...more] = text.split(':');
  if (more.length > 0 || minutes === '')
    throw new UsageError(`--cool-down ${text} is not LOSSES:MINUTES, such as 3:60`);
  return { losses: amount(losses), minutes: amount(minutes) };
}

function riskFile(path: string, cwd: string): object {
  return jsonFile(resolve(cwd, path), { called: `risk file ${path}`, content: 'limits' });
}
