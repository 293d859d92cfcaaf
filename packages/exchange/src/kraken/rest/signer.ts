import type { ApiKeys } from './keys.js';
import { type CcxtKraken, loadCcxt } from './load-ccxt.js';
import type { NonceSource } from './nonce.js';

/** A request as Kraken wants it. */
export interface BuiltRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Parameters = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

export interface SignerOptions {
  /** `https://api.kraken.com`. */
  readonly restUrl: string;
  /** Needed for private calls. */
  readonly keys?: ApiKeys | undefined;
  readonly nonces: NonceSource;
}

/** Builds requests, and signs the private ones (docs.kraken.com, "Spot REST authentication"). */
export interface Signer {
  publicRequest(call: string, parameters: Parameters): BuiltRequest;
  /** Takes the next nonce: what it returns must be sent before anything built later. */
  privateRequest(call: string, parameters: Parameters): BuiltRequest;
}

/**
 * A signer over ccxt's Kraken class. Only its building and signing are used; its own nonce (the clock, which repeats),
 * queue, sending, retries and reading of answers are not.
 */
export async function ccxtSigner({ restUrl, keys, nonces }: SignerOptions): Promise<Signer> {
  const Kraken = await loadCcxt();
  const kraken: CcxtKraken = new Kraken({
    ...(keys && { apiKey: keys.key.reveal(), secret: keys.secret.reveal() }),
    enableRateLimit: false,
    urls: { api: { public: restUrl, private: restUrl } },
  });
  kraken.nonce = () => nonces.next();
  return {
    publicRequest: (call, parameters) => built(kraken.sign(call, 'public', 'GET', parameters)),
    privateRequest: (call, parameters) => built(kraken.sign(call, 'private', 'POST', parameters)),
  };
}

function built({ url, method, headers = {}, body = '' }: ReturnType<CcxtKraken['sign']>): BuiltRequest {
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    url,
    headers: { ...headers, Accept: 'application/json', 'User-Agent': 'fathom' },
    body,
  };
}
