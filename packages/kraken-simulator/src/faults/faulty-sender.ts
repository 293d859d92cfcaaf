import type { AboutFrame, SocketFaults } from './socket-faults.js';

/** What frames leave through. */
export interface Outlet {
  send(data: string | Uint8Array): void;
  /** Sends one text message in several fragments. */
  sendFragments(parts: readonly string[]): void;
  /** The connection ends: `reset` without a goodbye. */
  end(options: { readonly reset: boolean }): void;
}

const GARBAGE = Uint8Array.of(0xff, 0x00, 0xfe, 0x7b, 0x22, 0x80, 0x0d, 0x0a);
const HUGE_BYTES = 8 * 2 ** 20;
const FRAGMENT_LENGTH = 16;

/** Sends frames and does to them what the armed faults say. */
export class FaultySender {
  readonly #faults: SocketFaults;
  readonly #outlet: Outlet;
  #held: string | undefined;

  constructor(faults: SocketFaults, outlet: Outlet) {
    this.#faults = faults;
    this.#outlet = outlet;
  }

  send(text: string, about: AboutFrame): void {
    const strikes = (fault: Parameters<SocketFaults['strikes']>[0]) => this.#faults.strikes(fault, about) !== undefined;
    if (strikes('reset')) return this.#outlet.end({ reset: true });
    if (strikes('close')) return this.#outlet.end({ reset: false });
    if (strikes('lose')) return;
    if (strikes('garbage')) this.#outlet.send(GARBAGE);
    if (strikes('unknown-frame')) this.#outlet.send('{"channel":"horoscope","type":"update","data":[{"mood":"calm"}]}');
    if (strikes('huge-frame')) this.#outlet.send(`{"channel":"heartbeat","padding":"${'0'.repeat(HUGE_BYTES)}"}`);
    const frame = about.channel === 'book' && strikes('wrong-checksum') ? withWrongChecksum(text) : text;
    if (this.#held === undefined && strikes('delay')) {
      this.#held = frame;
      return;
    }
    if (strikes('fragment')) this.#outlet.sendFragments(fragments(frame));
    else this.#outlet.send(frame);
    if (strikes('duplicate')) this.#outlet.send(frame);
    if (this.#held === undefined || about.frame === 'heartbeat') return;
    this.#outlet.send(this.#held);
    this.#held = undefined;
  }
}

function withWrongChecksum(text: string): string {
  return text.replace(/"checksum":(\d+)/, (_, sum: string) => `"checksum":${(Number(sum) + 1) % 2 ** 32}`);
}

function fragments(text: string): string[] {
  return text.match(new RegExp(`[^]{1,${FRAGMENT_LENGTH}}`, 'g')) ?? [text];
}
