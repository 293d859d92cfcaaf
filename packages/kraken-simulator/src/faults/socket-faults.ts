import type { Random } from '@fathom/contracts';

/** What a frame to the client is. `reply` answers a trading method. */
export type FrameKind = 'status' | 'ack' | 'refusal' | 'heartbeat' | 'pong' | 'data' | 'reply';

/** What a frame is about. */
export interface AboutFrame {
  readonly frame: FrameKind;
  readonly channel?: string | undefined;
  readonly pair?: string | undefined;
}

/**
 * What can go wrong on a socket.
 * - `lose`, `duplicate`: the frame. All frames lost is silence; all but heartbeats, silence with heartbeats; all but
 *   pongs, a socket that answers and tells nothing.
 * - `delay`: the frame goes out after the next one, so that two have changed places.
 * - `wrong-checksum`: of a book frame.
 * - `garbage`, `unknown-frame`, `huge-frame`: bytes that are no text, a frame of a kind nobody knows, one of several
 *   megabytes, ahead of the frame. `fragment`: the frame itself in many fragments.
 * - `reset`: the connection breaks instead of the frame. `close`: it is closed with code 1001.
 * - `refuse`: a subscription, with `reason`. `mute`: it is acknowledged, and nothing follows. `ignore`: nothing happens,
 *   no acknowledgement either.
 * - `expire-token`: a token is not known any more.
 */
export const SOCKET_FAULTS = [
  'lose',
  'duplicate',
  'delay',
  'wrong-checksum',
  'garbage',
  'unknown-frame',
  'huge-frame',
  'fragment',
  'reset',
  'close',
  'refuse',
  'mute',
  'ignore',
  'expire-token',
] as const;

export type SocketFault = (typeof SOCKET_FAULTS)[number];

/** Which frames a fault is for. Subscribing, and using a token, asks about an `ack`. */
export interface SocketFaultMatch {
  readonly frames?: readonly FrameKind[];
  readonly channel?: string;
  readonly pair?: string;
  /** Passes over so many that match first. */
  readonly skip?: number;
  /** Strikes so often and is then used up; for ever when left out. */
  readonly times?: number;
  /** Strikes with this chance, 0 to 1; always when left out. */
  readonly chance?: number;
}

export interface SocketFaultRule {
  readonly match?: SocketFaultMatch;
  readonly fault: SocketFault;
  /** Of `refuse`; `Subscription refused` when not given. */
  readonly reason?: string;
}

interface Armed {
  readonly rule: SocketFaultRule;
  seen: number;
  struck: number;
}

/** The faults that are armed. All chance comes from the one `Random`, so the same seed and frames have the same faults. */
export class SocketFaults {
  readonly #random: Random;
  #rules: Armed[] = [];

  constructor(random: Random, rules: readonly SocketFaultRule[] = []) {
    this.#random = random;
    this.add(...rules);
  }

  /** What is still to come, in order. */
  get rules(): readonly SocketFaultRule[] {
    return this.#rules.map(({ rule }) => rule);
  }

  add(...rules: readonly SocketFaultRule[]): void {
    this.#rules.push(...rules.map((rule) => ({ rule, seen: 0, struck: 0 })));
  }

  clear(): void {
    this.#rules = [];
  }

  /** The first rule of that fault which strikes here, now used once more; undefined when none does. */
  strikes(fault: SocketFault, about: AboutFrame): SocketFaultRule | undefined {
    for (const armed of this.#rules) {
      const { rule } = armed;
      if (rule.fault !== fault || !isMatch(rule.match, about)) continue;
      const { skip = 0, times = Number.POSITIVE_INFINITY, chance } = rule.match ?? {};
      armed.seen += 1;
      if (armed.seen <= skip || (chance !== undefined && this.#random.next() >= chance)) continue;
      armed.struck += 1;
      if (armed.struck >= times) this.#rules = this.#rules.filter((other) => other !== armed);
      return rule;
    }
    return undefined;
  }
}

function isMatch({ frames, channel, pair }: SocketFaultMatch = {}, about: AboutFrame): boolean {
  return (
    (frames === undefined || frames.includes(about.frame)) &&
    (channel === undefined || channel === about.channel) &&
    (pair === undefined || pair === about.pair)
  );
}
