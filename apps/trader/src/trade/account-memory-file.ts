import { readFileSync } from 'node:fs';
import { Decimal } from '@fathom/contracts';
import type { AccountMemory, AssetMemory } from '@fathom/ledger';
import { writeFileAtomically } from '@fathom/storage';

/** What a bot remembers of its account beside its ledger, in a file beside it. */
export class AccountMemoryFile {
  readonly #path: string;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** Undefined when there is none, or none that can be read: then the comparison begins anew. */
  load(): AccountMemory | undefined {
    try {
      return parsed(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** After what was saved before. @throws {DataError} when it cannot be written. */
  save(memory: AccountMemory): Promise<void> {
    const text = `${JSON.stringify({ version: 1, ...memory })}\n`;
    const saved = this.#last.then(() => writeFileAtomically(this.#path, [text]));
    this.#last = saved.catch(() => undefined);
    return saved;
  }
}

function parsed(value: unknown): AccountMemory | undefined {
  if (!isRecord(value) || value['version'] !== 1) return undefined;
  const { since, assets, seen } = value;
  if (typeof since !== 'number' || !isRecord(assets) || !isRecord(seen)) return undefined;
  const times = Object.entries(seen).flatMap(([name, at]) => (typeof at === 'number' ? [[name, at] as const] : []));
  const memories = Object.entries(assets).map(([name, memory]) => [name, assetOf(memory)] as const);
  return {
    since,
    assets: Object.fromEntries(memories),
    seen: Object.fromEntries(times),
    ...spanOf(value['counted']),
  };
}

function spanOf(value: unknown): Pick<AccountMemory, 'counted'> {
  if (!isRecord(value)) return {};
  const { from, to } = value;
  return typeof from === 'number' && typeof to === 'number' ? { counted: { from, to } } : {};
}

/** @throws {Error} for what is no amount. */
function assetOf(value: unknown): AssetMemory {
  const amount = (name: string) => Decimal.parse(isRecord(value) ? String(value[name]) : '');
  return { beyond: amount('beyond'), told: amount('told'), suspect: amount('suspect') };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
