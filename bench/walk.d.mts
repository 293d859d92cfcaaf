import type { CandleColumns } from '@fathom/contracts';

export function walk(length: number): CandleColumns;
export function walkCsv(length: number): Generator<string, void, undefined>;
