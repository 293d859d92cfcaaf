/** Assets Kraken once gave a class letter, X for coins and Z for money; newer ones have none. */
const LEGACY = new Set(
  'XXBT XETH XETC XLTC XXLM XXMR XXRP XZEC XXDG XREP XMLN XICN XNMC XXVN ZUSD ZEUR ZGBP ZCAD ZJPY ZAUD ZKRW'.split(' '),
);
const COMMON: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' };

/**
 * Everyone's name of a Kraken asset: `XXBT` and `XBT` are `BTC`, `ZUSD` is `USD`. What Kraken keeps apart stays apart:
 * `XBT.M`, `DOT.S` and `ETH.F` (rewards, staked) become `BTC.M`, `DOT.S`, `ETH.F`.
 */
export function assetName(id: string): string {
  const [asset = '', ...kind] = id.split('.');
  const short = LEGACY.has(asset) ? asset.slice(1) : asset;
  return [COMMON[short] ?? short, ...kind].join('.');
}
