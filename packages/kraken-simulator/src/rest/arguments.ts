import { Decimal } from '@fathom/contracts';
import type { CallParameters } from './call-parameters.js';
import { invalid, Refusal } from './refusal.js';

/**
 * The parameters of one call, read as what they must be. Whatever is not that is refused with
 * `EGeneral:Invalid arguments:<name>`; an empty text counts as left out.
 */
export class Arguments {
  readonly parameters: CallParameters;

  constructor(parameters: CallParameters) {
    this.parameters = parameters;
  }

  text(name: string): string | undefined {
    const value = this.parameters[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw invalid(name);
    return value;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw invalid(name);
    return value;
  }

  /** One of some words; anything else is refused. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw invalid(name);
    return word;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!/^[+-]?\d+$/.test(value) || !Number.isSafeInteger(number)) throw invalid(name);
    return number;
  }

  /** A time or another number that may have a fraction. */
  number(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!Number.isFinite(number)) throw invalid(name);
    return number;
  }

  decimal(name: string): Decimal | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    try {
      return Decimal.parse(value);
    } catch {
      throw invalid(name);
    }
  }

  /** `true` or `1`; `false`, `0` and nothing are false. Python writes `True`, and so do the documentation's examples. */
  flag(name: string): boolean {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined || value === 'false' || value === '0') return false;
    if (value === 'true' || value === '1') return true;
    throw invalid(name);
  }

  /** Words between commas. */
  list(name: string): string[] | undefined {
    return this.text(name)
      ?.split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  }

  /** The list of a batch. */
  records(name: string): Arguments[] {
    const value = this.parameters[name];
    if (value === undefined || typeof value === 'string') throw new Refusal(`EGeneral:Invalid arguments:${name}`);
    return value.map((parameters) => new Arguments(parameters));
  }
}
