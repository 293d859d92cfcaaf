import type { Decimal } from '@fathom/contracts';

const DAY_MS = 86_400_000;

/** `16.2424 USD`; at most four digits after the point, eight below one hundredth. */
export function moneyText(amount: Decimal, currency: string, { isSigned = false } = {}): string {
  const digits = Math.abs(amount.toNumber()) < 0.01 ? 8 : 4;
  const sign = isSigned && amount.isPositive() ? '+' : '';
  return `${sign}${amount.round(digits).toString()} ${currency}`;
}

/** `+2.464 %`: what `part` is of `whole`. */
export function shareText(part: Decimal, whole: Decimal): string {
  if (whole.isZero()) return '- %';
  const percent = (part.toNumber() / whole.toNumber()) * 100;
  return `${percent > 0 ? '+' : ''}${percent.toFixed(3)} %`;
}

/** `35 s`, `12 min`, `3 h 20 min`, `2 d 4 h`. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${seconds} s`;
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (ms < DAY_MS) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** `2018-04-17` of milliseconds since 1970, UTC. */
export function dayText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** `21:42` of milliseconds since 1970, UTC. */
export function clockText(time: number): string {
  return new Date(time).toISOString().slice(11, 16);
}
