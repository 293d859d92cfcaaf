/** Levels of a side that Kraken serves (docs.kraken.com, WebSocket v2, "Book"). */
export const DEPTHS = [10, 25, 100, 500, 1000] as const;
