import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '@fathom/contracts';
import { Secret } from './secret.js';

/** What signs calls to an account. */
export interface ApiKeys {
  readonly key: Secret;
  /** Base64, as Kraken shows it. */
  readonly secret: Secret;
  /** Where they came from, for people: `KRAKEN_API_KEY` or a file's name. */
  readonly origin: string;
}

export interface FindKeysOptions {
  /** `KRAKEN_API_KEY` and `KRAKEN_API_SECRET` are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `kraken.key` is looked for. */
  readonly folder: string;
  /** A key file of the configuration; it must exist. */
  readonly file?: string | undefined;
}

/**
 * The account's keys: a configured file, else the environment, else `kraken.key` in the folder (line 1 the key,
 * line 2 the secret). Undefined when there are none.
 * @throws {UsageError} for half a pair, a file others may read (anything but mode 0600 or 0400), or what cannot be a key.
 */
export function findKeys({ env, folder, file }: FindKeysOptions): ApiKeys | undefined {
  if (file !== undefined) return keyFile(resolve(folder, file), true);
  const key = env['KRAKEN_API_KEY'];
  const secret = env['KRAKEN_API_SECRET'];
  if (!key && !secret) return keyFile(resolve(folder, 'kraken.key'), false);
  if (!key) throw new UsageError('KRAKEN_API_SECRET is set and KRAKEN_API_KEY is not');
  if (!secret) throw new UsageError('KRAKEN_API_KEY is set and KRAKEN_API_SECRET is not');
  return keysOf(key, secret, 'KRAKEN_API_KEY');
}

function keyFile(path: string, isWanted: boolean): ApiKeys | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    if (isWanted) throw new UsageError(`key file ${path} does not exist`);
    return undefined;
  }
  // Windows has no such bits and reports all of them.
  if (process.platform !== 'win32' && (stat.mode & 0o177) !== 0) {
    const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
    throw new UsageError(`key file ${path} has mode ${mode} and could be read or changed by others: chmod 600 ${path}`);
  }
  const [key = '', secret = ''] = readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim());
  if (key === '' || secret === '')
    throw new UsageError(`key file ${path} needs the key on line 1 and the secret on line 2`);
  return keysOf(key, secret, path);
}

function keysOf(key: string, secret: string, origin: string): ApiKeys {
  const [trimmedKey, trimmedSecret] = [key.trim(), secret.trim()];
  // Never the value: it may be the secret in the wrong place.
  if (!/^[\w+/=-]{8,}$/.test(trimmedKey))
    throw new UsageError(`the API key of ${origin} is not one: letters, digits, + / =`);
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(trimmedSecret))
    throw new UsageError(`the API secret beside ${origin} is not base64`);
  return { key: new Secret(trimmedKey), secret: new Secret(trimmedSecret), origin };
}
