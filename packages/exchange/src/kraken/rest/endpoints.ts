import { UsageError } from '@fathom/contracts';

/** Where Kraken is: no path, no slash at the end for REST; whole addresses for the sockets. */
export interface KrakenEndpoints {
  readonly rest: string;
  readonly ws: string;
  readonly wsAuth: string;
}

const KRAKEN: KrakenEndpoints = {
  rest: 'https://api.kraken.com',
  ws: 'wss://ws.kraken.com/v2',
  wsAuth: 'wss://ws-auth.kraken.com/v2',
};
const NAMES = { rest: 'KRAKEN_REST_URL', ws: 'KRAKEN_WS_URL', wsAuth: 'KRAKEN_WS_AUTH_URL' } as const;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Kraken's addresses: the configured ones, else those of `KRAKEN_REST_URL`, `KRAKEN_WS_URL`, `KRAKEN_WS_AUTH_URL`, else
 * Kraken's own.
 * @throws {UsageError} for what is no such address, carries a password, or is not encrypted and not on this machine.
 */
export function krakenEndpoints(
  env: Readonly<Record<string, string | undefined>> = {},
  configured: Partial<KrakenEndpoints> = {},
): KrakenEndpoints {
  const chosen = (name: keyof KrakenEndpoints) => {
    const text = configured[name] ?? (env[NAMES[name]] || KRAKEN[name]);
    return checked(
      text,
      configured[name] === undefined ? NAMES[name] : `endpoint ${name}`,
      name === 'rest' ? 'http' : 'ws',
    );
  };
  return { rest: chosen('rest').replace(/\/+$/, ''), ws: chosen('ws'), wsAuth: chosen('wsAuth') };
}

function checked(text: string, name: string, protocol: 'http' | 'ws'): string {
  if (!URL.canParse(text)) throw new UsageError(`${name} ${text} is not an address`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw new UsageError(`${name} must not carry a user or password`);
  if (url.protocol === `${protocol}s:`) return text;
  if (url.protocol !== `${protocol}:`) throw new UsageError(`${name} ${text} does not begin with ${protocol}s://`);
  if (LOOPBACK.test(url.hostname)) return text;
  throw new UsageError(
    `${name} ${text} is not encrypted: ${protocol}:// is for this machine alone, use ${protocol}s://`,
  );
}
