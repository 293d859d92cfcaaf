import { Decimal, InvalidDecimalError, UsageError } from '@fathom/contracts';

/**
 * Reads an amount of the command line.
 * @throws {UsageError} naming the flag and the value when it is no number, negative, or zero where `isPositive`.
 */
export function decimalOption(flag: string, text: string, { isPositive = false } = {}): Decimal {
  let value: Decimal;
  try {
    value = Decimal.parse(text);
  } catch (error) {
    if (error instanceof InvalidDecimalError)
      throw new UsageError(`${flag} ${text === '' ? '""' : text} is not a number`);
    throw error;
  }
  if (value.isNegative()) throw new UsageError(`${flag} ${text} is negative`);
  if (!Number.isFinite(value.toNumber())) throw new UsageError(`${flag} ${text} is too large`);
  if (isPositive && !value.isZero() && value.toNumber() === 0) throw new UsageError(`${flag} ${text} is too small`);
  if (isPositive && value.isZero()) throw new UsageError(`${flag} ${text} must be more than zero`);
  return value;
}
