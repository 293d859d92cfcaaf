import { DecayingCounter } from './decaying-counter.js';
import { Nonces } from './nonces.js';
import { NEEDED, type Permission, PERMISSIONS } from './permissions.js';
import { isSignedBy } from './sign.js';
import { TIER_LIMITS, type Tier } from './tier.js';

/** A key pair of an account. */
export interface ApiKey {
  readonly key: string;
  /** The private key, base64. */
  readonly secret: string;
  /** Whose it is. */
  readonly account: string;
  /** All but `withdraw` when left out. */
  readonly permissions?: readonly Permission[];
  /** How far a nonce may lie below the highest; 0 when left out. */
  readonly nonceWindow?: number;
}

export interface PrivateCall {
  /** `AddOrder`. */
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly key: string | undefined;
  readonly signature: string | undefined;
  readonly nonce: string | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** Whose call it is, or why it is refused. */
export type Admission = { readonly account: string } | { readonly error: string };

/** So many bad calls in a row lock a key out; Kraken publishes neither number. */
export interface LockoutRule {
  readonly badCalls: number;
  readonly lockoutMs: number;
}

interface KeyState {
  readonly key: ApiKey;
  readonly nonces: Nonces;
  readonly calls: DecayingCounter;
}

interface Offence {
  count: number;
  until: number;
}

/** What the trading engine counts by itself costs nothing here; ledgers and trade histories cost double. */
const FREE = new Set([
  'AddOrder',
  'AddOrderBatch',
  'AmendOrder',
  'EditOrder',
  'CancelOrder',
  'CancelOrderBatch',
  'CancelAll',
  'CancelAllOrdersAfter',
]);
const DOUBLE = new Set(['Ledgers', 'QueryLedgers', 'TradesHistory']);

const UNLESS_SAID: readonly Permission[] = PERMISSIONS.filter((permission) => permission !== 'withdraw');

/** Checks private calls in Kraken's order: lockout, key, signature, nonce, permission, call counter. */
export class KeyRing {
  readonly #states = new Map<string, KeyState>();
  readonly #offences = new Map<string, Offence>();
  readonly #rule: LockoutRule;

  constructor(rule: LockoutRule = { badCalls: 20, lockoutMs: 5 * 60_000 }) {
    this.#rule = rule;
  }

  /** Keys of one account share nothing but the account; `now` in milliseconds since 1970 UTC. */
  add(key: ApiKey, tier: Tier, now: number): void {
    this.#states.set(key.key, {
      key,
      nonces: new Nonces(key.nonceWindow),
      calls: new DecayingCounter(TIER_LIMITS[tier].calls, now),
    });
  }

  /** Whether some key of the account may make the call: who comes with a token has no key to show. */
  mayCall(account: string, method: string): boolean {
    const needed = NEEDED[method] ?? [];
    return [...this.#states.values()].some(({ key }) => {
      const given = key.permissions ?? UNLESS_SAID;
      return (
        key.account === account && (needed.length === 0 || needed.some((permission) => given.includes(permission)))
      );
    });
  }

  /** Whose key it is. */
  owner(key: string): string | undefined {
    return this.#states.get(key)?.key.account;
  }

  admit(call: PrivateCall): Admission {
    const offence = this.#offences.get(call.key ?? '');
    if (offence !== undefined && call.now < offence.until) return { error: 'EGeneral:Temporary lockout' };
    const error = this.#identify(call);
    if (error !== undefined) return this.#offended(call, error);
    this.#offences.delete(call.key ?? '');
    const state = this.#states.get(call.key ?? '');
    if (state === undefined) return { error: 'EAPI:Invalid key' };
    const needed = NEEDED[call.method] ?? [];
    const given = state.key.permissions ?? UNLESS_SAID;
    if (needed.length > 0 && !needed.some((permission) => given.includes(permission))) {
      return { error: 'EGeneral:Permission denied' };
    }
    const cost = FREE.has(call.method) ? 0 : DOUBLE.has(call.method) ? 2 : 1;
    if (cost > 0 && !state.calls.take(cost, call.now)) return { error: 'EAPI:Rate limit exceeded' };
    return { account: state.key.account };
  }

  /** Fills a key's call counter to the brim, as a storm of calls does. */
  exhaust(now: number): void {
    for (const { calls } of this.#states.values()) calls.add(1000, now);
  }

  #identify(call: PrivateCall): string | undefined {
    const state = this.#states.get(call.key ?? '');
    if (state === undefined) return 'EAPI:Invalid key';
    const { path, body, nonce = '', signature = '' } = call;
    if (!isSignedBy(signature, { path, nonce, body, secret: state.key.secret })) return 'EAPI:Invalid signature';
    return state.nonces.take(call.nonce) ? undefined : 'EAPI:Invalid nonce';
  }

  #offended({ key = '', now }: PrivateCall, error: string): Admission {
    const offence = this.#offences.get(key) ?? { count: 0, until: 0 };
    offence.count += 1;
    if (offence.count >= this.#rule.badCalls) {
      offence.count = 0;
      offence.until = now + this.#rule.lockoutMs;
    }
    this.#offences.set(key, offence);
    // Whoever makes keys up must not fill the memory.
    if (this.#offences.size > 1000) this.#offences.delete(this.#offences.keys().next().value ?? '');
    return { error };
  }
}
