/** `units × 10^-decimals` with all its decimals: `unitsText(50, 2)` is `0.50`. */
export function unitsText(units: number | bigint, decimals: number): string {
  const text = String(units);
  if (decimals === 0) return text;
  const digits = text.padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
