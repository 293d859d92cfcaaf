/** Kraken's fees by the volume of 30 days in USD: [volume from, taker %, maker %], as AssetPairs had them in November 2025. */
export const FEE_TABLE: readonly (readonly [number, string, string])[] = [
  [0, '0.40', '0.25'],
  [10_000, '0.35', '0.20'],
  [50_000, '0.24', '0.14'],
  [100_000, '0.22', '0.12'],
  [250_000, '0.20', '0.10'],
  [500_000, '0.18', '0.08'],
  [1_000_000, '0.16', '0.06'],
  [2_500_000, '0.14', '0.04'],
  [5_000_000, '0.12', '0.02'],
  [10_000_000, '0.10', '0.00'],
];
