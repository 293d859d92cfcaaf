import { TransportError, type TransportFailure } from './transport.js';

const BY_CODE: Readonly<Record<string, TransportFailure>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ECONNREFUSED: 'refused',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  CERT_HAS_EXPIRED: 'certificate',
  CERT_NOT_YET_VALID: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
};

const WORDS: Readonly<Record<TransportFailure, string>> = {
  timeout: 'connection timed out',
  dns: 'name not found: no network, or no name server',
  refused: 'connection refused',
  unreachable: 'no route: no network',
  reset: 'connection broken off',
  certificate: 'certificate not trusted',
  tls: 'no secure connection',
  redirect: 'redirected',
  'too-large': 'answer too long',
  other: 'request failed',
};

/** What `fetch` rejected with, classified; of several attempts (IPv4 and IPv6) the one that may have arrived counts. */
export function transportFailure(error: unknown, host: string): TransportError {
  const codes = codesOf(error);
  const failures = codes.map(failureOf);
  const errors = failures.map(
    (failure, i) => new TransportError(failure, `${host}: ${WORDS[failure]}${shown(codes[i])}`),
  );
  return (
    errors.find((candidate) => candidate.mayHaveArrived) ??
    errors[0] ??
    new TransportError('other', `${host}: ${WORDS.other}`)
  );
}

function failureOf(code: string): TransportFailure {
  return BY_CODE[code] ?? (/^ERR_(SSL|TLS)/.test(code) ? 'tls' : 'other');
}

/** Codes are words of the platform; its messages might quote what was sent. */
function shown(code: string | undefined): string {
  return code === undefined ? '' : ` (${code})`;
}

/** With OpenSSL 3.2 and later (Node 22) some have a stroke: `ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE`. */
const WORD = /^[A-Z0-9_/]+$/;

function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const code = 'code' in error && typeof error.code === 'string' && WORD.test(error.code) ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap((each) => codesOf(each, depth + 1)) : [];
  const found = inner.length > 0 ? inner : code;
  return found.length > 0 ? found : codesOf(error.cause, depth + 1);
}
