/** A currency as REST's Assets lists it. */
export interface Asset {
  /** Kraken's own code: `XXBT`, `ZUSD`, `USDC`. */
  readonly code: string;
  /** `XBT`, `USD`. */
  readonly altname: string;
  /** As everybody else writes it, and the socket since version 2: `BTC`. */
  readonly name: string;
  /** Digits after the point the books are kept with. */
  readonly decimals: number;
  /** Digits shown. */
  readonly displayDecimals: number;
}

const FIAT = ['USD', 'EUR', 'GBP', 'CAD', 'JPY', 'AUD'];
/** The coins from before 2016 carry an X; digits as recorded in Assets. */
const X_COINS: Readonly<Record<string, number>> = {
  XBT: 10,
  ETH: 10,
  ETC: 10,
  LTC: 10,
  REP: 10,
  MLN: 10,
  XMR: 10,
  ZEC: 10,
  XRP: 8,
  XLM: 8,
  XDG: 8,
};
/** Kraken's names that differ from everybody else's. */
const ALTNAMES: Readonly<Record<string, string>> = { BTC: 'XBT', DOGE: 'XDG' };
const TEN_DIGITS = new Set(['SOL', 'DOT', 'LINK', 'DAI', 'BCH', 'EOS', 'DASH', 'BAT', 'AVAX', 'UNI']);

/** Kraken's entry for a currency by its common name: `BTC` gives `XXBT`. */
export function assetOf(name: string): Asset {
  const altname = ALTNAMES[name] ?? name;
  if (FIAT.includes(altname)) return { code: `Z${altname}`, altname, name, decimals: 4, displayDecimals: 2 };
  const old = X_COINS[altname];
  if (old !== undefined) return { code: `X${altname}`, altname, name, decimals: old, displayDecimals: 5 };
  return { code: altname, altname, name, decimals: TEN_DIGITS.has(altname) ? 10 : 8, displayDecimals: 5 };
}
