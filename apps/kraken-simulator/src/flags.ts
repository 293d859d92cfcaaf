import { Decimal, InvalidDecimalError, UsageError } from '@fathom/contracts';
import { TIERS, type Tier } from '@fathom/kraken-simulator';

/** A port of TCP; 0 is any free one. @throws {UsageError} */
export function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`port ${text} is not one of 0 to 65535`);
  return port;
}

/** Above zero. @throws {UsageError} */
export function readSpeed(text: string): number {
  const speed = Number(text);
  if (text.trim() === '' || !Number.isFinite(speed) || speed <= 0) {
    throw new UsageError(`speed ${text} is not a number above 0`);
  }
  return speed;
}

/** A whole number of 0 or more. @throws {UsageError} */
export function readSeed(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`seed ${text} is not a whole number`);
  return Number(text);
}

/** @throws {UsageError} */
export function readTier(text: string): Tier {
  const tier = TIERS.find((known) => known === text);
  if (tier === undefined) throw new UsageError(`tier ${text} is not one of ${TIERS.join(', ')}`);
  return tier;
}

/** `BTC=2.5`. @throws {UsageError} */
export function readBalance(text: string): readonly [asset: string, amount: Decimal] {
  const [asset = '', amount = '', ...rest] = text.split('=');
  if (!/^[A-Z0-9]{2,10}$/.test(asset) || rest.length > 0) throw new UsageError(`balance ${text} is not ASSET=AMOUNT`);
  try {
    const decimal = Decimal.parse(amount);
    if (!decimal.isNegative()) return [asset, decimal];
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
  }
  throw new UsageError(`balance ${text} is not an amount of 0 or more`);
}
