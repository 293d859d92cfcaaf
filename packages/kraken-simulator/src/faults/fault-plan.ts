import type { Random } from '@fathom/contracts';
import type { FaultRule, RestFault } from './rest-fault.js';

interface Armed {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

/** Which call suffers what: rules in order, the first that strikes counts. The same seed and calls, the same faults. */
export class FaultPlan {
  readonly #random: Random;
  #rules: Armed[] = [];

  constructor(random: Random, rules: readonly FaultRule[] = []) {
    this.#random = random;
    this.add(...rules);
  }

  /** What is still to come, in order. */
  get rules(): readonly FaultRule[] {
    return this.#rules.map(({ rule }) => rule);
  }

  add(...rules: readonly FaultRule[]): void {
    this.#rules.push(...rules.map((rule) => ({ rule, seen: 0, struck: 0 })));
  }

  clear(): void {
    this.#rules = [];
  }

  /** What happens to a call of `method` (`AddOrder`); undefined when nothing does. */
  next(method: string): RestFault | undefined {
    for (const armed of this.#rules) {
      const { skip = 0, times = Number.POSITIVE_INFINITY, chance, method: pattern = '*' } = armed.rule.match ?? {};
      if (!isMatch(pattern, method)) continue;
      armed.seen += 1;
      if (armed.seen <= skip || (chance !== undefined && this.#random.next() >= chance)) continue;
      armed.struck += 1;
      if (armed.struck >= times) this.#rules = this.#rules.filter((other) => other !== armed);
      return armed.rule.fault;
    }
    return undefined;
  }
}

function isMatch(pattern: string, method: string): boolean {
  return pattern.endsWith('*') ? method.startsWith(pattern.slice(0, -1)) : pattern === method;
}
