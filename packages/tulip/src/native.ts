import { createRequire } from 'node:module';

/** One indicator as tulind itself describes and computes it. */
export interface NativeIndicator {
  readonly full_name: string;
  readonly type: string;
  readonly input_names: readonly string[];
  readonly option_names: readonly string[];
  readonly output_names: readonly string[];
  /** Index of the first output for these options. */
  start(options: readonly number[]): number;
  /** Calls back before it returns. `error` is a string, not an Error. */
  indicator(
    inputs: readonly (readonly number[])[],
    options: readonly number[],
    callback: (error: unknown, outputs: readonly (readonly number[])[]) => void,
  ): void;
}

export type NativeIndicators = Readonly<Record<string, NativeIndicator>>;

let loaded: NativeIndicators | undefined;

/**
 * The add-on's indicators, loaded at the first call, so that importing this package costs nothing.
 * @throws {Error} when it cannot be loaded: it was not compiled, or it is tulind as published, without this repository's
 *   patch, and another thread of the process has loaded it.
 */
export function nativeIndicators(): NativeIndicators {
  loaded ??= load();
  return loaded;
}

function load(): NativeIndicators {
  try {
    const require = createRequire(import.meta.url);
    const tulind: { readonly indicators: NativeIndicators } = require('tulind');
    return tulind.indicators;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `tulind cannot be loaded (not compiled, or unpatched and already loaded by another thread?): ${reason}`,
      { cause: error },
    );
  }
}
