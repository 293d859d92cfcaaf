import type { Random } from '@fathom/contracts';

const LIFETIME_MS = 15 * 60_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Tokens for the private socket, 15 minutes to be used (docs.kraken.com, "Get Websockets Token"). What a connection has
 * subscribed with one lives on; that is the connection's business.
 */
export class Tokens {
  readonly #random: Random;
  readonly #owners = new Map<string, { readonly account: string; readonly expires: number }>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** @param now milliseconds since 1970 UTC */
  issue(account: string, now: number): { readonly token: string; readonly expires: number } {
    for (const [token, { expires }] of this.#owners) if (expires <= now) this.#owners.delete(token);
    const letter = () => ALPHABET[Math.floor(this.#random.next() * ALPHABET.length)];
    const token = Array.from({ length: 43 }, letter).join('');
    this.#owners.set(token, { account, expires: now + LIFETIME_MS });
    return { token, expires: LIFETIME_MS / 1000 };
  }

  owner(token: string, now: number): string | undefined {
    const entry = this.#owners.get(token);
    return entry !== undefined && now < entry.expires ? entry.account : undefined;
  }

  /** Makes every token issued so far useless. */
  expireAll(): void {
    this.#owners.clear();
  }
}
