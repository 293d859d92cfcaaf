import type { Random } from '@fathom/contracts';

/** What a frame to the client is. `reply` answers a trading method. */
export type FrameKind = 'status' | 'ack' | 'refusal' | 'heartbeat' | 'pong' | 'data' | 'reply';

/** What a frame is about. */
export interface AboutFrame {
  readonly frame: FrameKind;
  readonly channel?: string;
  readonly pair?: string;
}

/**
 * What can go wrong on a socket.
 * - `lose`, `duplicate`: the frame. All frames lost is silence; all but heartbeats, silence with heartbeats; all but
 *   pongs, a socket that answers and tells nothing.
 * - `delay`: the frame goes out after the next one that matches, so that two have changed places.
 * - `wrong-checksum`: of a book frame.
 * - `garbage`, `unknown-frame`, `huge-frame`: bytes that are no text, a frame of a kind nobody knows, one of several
 *   megabytes, ahead of the frame. `fragment`: the frame itself in many fragments.
 * - `reset`: the connection breaks instead of the frame. `close`: it is closed with code 1001.
 * - `refuse`: a subscription, with `reason`. `mute`: it is acknowledged, and nothing follows. `ignore`: nothing happens.
 * - `expire-token`: a token is not known any more.
 */
export type SocketFault =
  | 'lose'
  | 'duplicate'
  | 'delay'
  | 'wrong-checksum'
  | 'garbage'
  | 'unknown-frame'
  | 'huge-frame'
  | 'fragment'
  | 'reset'
  | 'close'
  | 'refuse'
  | 'mute'
  | 'ignore'
  | 'expire-token';

export interface SocketFaultRule {
  readonly fault: SocketFault;
  /** Only these; any when not given. Subscribing asks about an `ack`. */
  readonly frames?: readonly FrameKind[];
  readonly channel?: string;
  readonly pair?: string;
  /** How often before the rule is used up; once when not given. */
  readonly times?: number;
  /** Of each frame that matches, 0 to 1; 1 when not given. */
  readonly probability?: number;
  /** Of `refuse`; `Subscription refused` when not given. */
  readonly reason?: string;
}

/** The faults that are armed. All chance comes from the one `Random`, so a seed repeats them. */
export class SocketFaults {
  readonly #random: Random;
  readonly #armed: { readonly rule: SocketFaultRule; left: number }[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** @returns what takes the rule back. */
  arm(rule: SocketFaultRule): () => void {
    const entry = { rule, left: rule.times ?? 1 };
    this.#armed.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /** The first rule of that fault that strikes here, now used once more; undefined when none does. */
  strikes(fault: SocketFault, about: AboutFrame): SocketFaultRule | undefined {
    if (this.#armed.length === 0) return undefined;
    const entry = this.#armed.find(({ rule, left }) => left > 0 && rule.fault === fault && matches(rule, about));
    if (entry === undefined || this.#random.next() >= (entry.rule.probability ?? 1)) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#armed.splice(this.#armed.indexOf(entry), 1);
    return entry.rule;
  }
}

function matches({ frames, channel, pair }: SocketFaultRule, about: AboutFrame): boolean {
  return (
    (frames === undefined || frames.includes(about.frame)) &&
    (channel === undefined || channel === about.channel) &&
    (pair === undefined || pair === about.pair)
  );
}
