import { isIP } from 'node:net';

/** Whether only this machine reaches an address: 127.0.0.0/8, ::1, localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** The same of a `Host` header, which may have a port: `localhost:9464`, `[::1]:9464`. */
export function isLoopbackName(header: string | undefined): boolean {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(header ?? '');
  return isLoopback((match?.[1] ?? match?.[2] ?? '').toLowerCase());
}
