import { basename, resolve } from 'node:path';

/** A running bot: what its log, banners and orders are marked with. */
export interface Bot {
  /** Three digits, 100–999. */
  readonly id: number;
  readonly name: string;
}

/** The bot that lives in a folder. */
export function botOf(folder: string): Bot {
  const name = botName(folder);
  return { id: botId(name), name };
}

/** The name of the folder in title case: `/home/me/localbot` → `Localbot`, `my-bot` → `My-Bot`. */
export function botName(folder: string): string {
  const name = basename(resolve(folder));
  return name.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

/**
 * Three digits that are the same for a name on every machine and in every version:
 * 100 + (32-bit FNV-1a of the name's UTF-8 bytes) mod 900. Two names share an id with a chance of 1 in 900.
 * FNV-1a: Fowler, Noll, Vo; offset basis 2166136261, prime 16777619.
 */
export function botId(name: string): number {
  let hash = 2_166_136_261;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  return 100 + (hash % 900);
}
