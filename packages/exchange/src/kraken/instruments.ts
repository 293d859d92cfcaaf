import { Decimal, type Instrument, nearestName, UsageError } from '@fathom/contracts';
import { RECORDINGS, type Recording } from './instrument-rows.js';

/** Kraken's own words for two assets, and everyone else's. */
const COMMON_NAMES: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' };
const KRAKEN_NAMES: Readonly<Record<string, string>> = { BTC: 'XBT', DOGE: 'XDG' };

/** `costmin` by quote asset: the same for every pair of a quote in the recordings of 2022 and later. */
const MIN_COSTS: Readonly<Record<string, string>> = { USD: '0.5', EUR: '0.45', BTC: '0.00002', USDT: '0.5' };

interface Row {
  readonly id: string;
  /** `XBT/USD`. */
  readonly krakenName: string;
  readonly fields: readonly string[];
  readonly recordedOn: string;
}

/**
 * The pair a user means: `XXBTZUSD`, `XBTUSD`, `BTCUSD`, `XBT/USD`, `BTC/USD`, `btc-usd`; case does not matter.
 *
 * Tick sizes are 10^-digits of a price (so wherever one was recorded); a minimum cost nobody recorded is 0;
 * cost digits nobody recorded are 5, or 10 for pairs quoted in BTC or ETH. The origin of every row stands in
 * `instrument-rows.ts`.
 * @throws {UsageError} for an unknown pair, with the nearest known one, and for dark pools (`XXBTZUSD.d`).
 */
export function findInstrument(spelling: string): Instrument {
  return instrumentOf(findRow(spelling));
}

/** The day the rules of a pair were recorded, `2020-07-14`. @throws {UsageError} as `findInstrument`. */
export function recordedOn(spelling: string): string {
  return findRow(spelling).recordedOn;
}

/** The ids of all known pairs: `XXBTZUSD`, … */
export function instrumentIds(): string[] {
  return allRows().map((row) => row.id);
}

/** Kraken's short name of a pair, as in its file names: `XBTUSD` for `BTC/USD`. */
export function altnameOf(instrument: Pick<Instrument, 'base' | 'quote'>): string {
  const { base, quote } = instrument;
  return (KRAKEN_NAMES[base] ?? base) + (KRAKEN_NAMES[quote] ?? quote);
}

function findRow(spelling: string): Row {
  const wanted = spelling.trim().toUpperCase();
  const isDarkPool = wanted.endsWith('.D');
  const row = lookUp(plain(isDarkPool ? wanted.slice(0, -2) : wanted));
  if (isDarkPool) {
    const instead = row ? `: trade ${row.id} instead` : '';
    throw new UsageError(`pair ${spelling} is a dark pool, which this bot does not trade${instead}`);
  }
  if (row) return row;
  const suggestion = wanted.includes('/')
    ? nearestName(wanted, allRows().flatMap(slashedNames))
    : nearestName(plain(wanted), allRows().flatMap(plainNames));
  throw new UsageError(
    suggestion === undefined
      ? `unknown pair ${spelling}: pairs are written like XXBTZUSD or BTC/USD`
      : `unknown pair ${spelling}: did you mean ${suggestion}?`,
  );
}

/** A plain scan: one look-up is all most processes make, and an index of all spellings costs 3 ms cold. */
function lookUp(wanted: string): Row | undefined {
  const inKrakensWords = wanted.replace(/^BTC|BTC$/g, 'XBT').replace(/^DOGE|DOGE$/g, 'XDG');
  for (const recording of RECORDINGS) {
    for (const line of linesOf(recording)) {
      const idEnd = line.indexOf(' ');
      const id = line.slice(0, idEnd);
      const altname = line.slice(idEnd + 1, line.indexOf(' ', idEnd + 1)).replace('/', '');
      if (id === wanted || altname === wanted || altname === inKrakensWords) return readRow(line, recording.on);
    }
  }
  return undefined;
}

function allRows(): Row[] {
  return RECORDINGS.flatMap((recording) => linesOf(recording).map((line) => readRow(line, recording.on)));
}

function linesOf(recording: Recording): string[] {
  return recording.rows.trim().split('\n');
}

function readRow(line: string, on: string): Row {
  const [id = '', krakenName = '', ...fields] = line.split(' ');
  return { id, krakenName, fields, recordedOn: on };
}

function plainNames(row: Row): string[] {
  return [row.id, ...slashedNames(row).map(plain)];
}

function assetsOf(row: Row): [base: string, quote: string] {
  const [base = '', quote = ''] = row.krakenName.split('/');
  return [COMMON_NAMES[base] ?? base, COMMON_NAMES[quote] ?? quote];
}

function slashedNames(row: Row): string[] {
  return [assetsOf(row).join('/'), row.krakenName];
}

function plain(spelling: string): string {
  return spelling.replace(/[/\-_ ]/g, '');
}

function instrumentOf(row: Row): Instrument {
  const [base, quote] = assetsOf(row);
  const [priceDigits, minQuantity = '0', costDigits] = row.fields;
  const priceDecimals = Number(priceDigits);
  return {
    name: `${base}/${quote}`,
    id: row.id,
    base,
    quote,
    priceDecimals,
    quantityDecimals: 8,
    costDecimals: costDigits === undefined ? (quote === 'BTC' || quote === 'ETH' ? 10 : 5) : Number(costDigits),
    tickSize: Decimal.of(1n, priceDecimals),
    minQuantity: Decimal.parse(minQuantity),
    minCost: Decimal.parse(MIN_COSTS[quote] ?? '0'),
  };
}
