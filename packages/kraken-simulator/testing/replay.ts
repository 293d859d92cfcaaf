import { SeededRandom } from '@fathom/testkit';
import { SocketFaults } from '../src/faults/socket-faults.js';
import { ReplayedMarket } from '../src/market/replayed-market.js';
import type { MarketSource } from '../src/market/source.js';
import type { SocketKind } from '../src/ws/sockets.js';
import { KrakenSockets } from '../src/ws/kraken-sockets.js';
import { TestSocket } from './test-socket.js';

/** Public sockets over a replayed market whose time a test moves. */
export class Replay {
  readonly market: ReplayedMarket;
  readonly faults = new SocketFaults(new SeededRandom(1));
  readonly sockets: KrakenSockets;
  now: number;

  constructor(sources: readonly MarketSource[], now: number) {
    this.market = new ReplayedMarket({ sources });
    this.sockets = new KrakenSockets({
      exchange: { market: this.market },
      random: new SeededRandom(2),
      faults: this.faults,
    });
    this.now = now;
    this.advanceTo(now);
  }

  connect(kind: SocketKind = 'public'): TestSocket {
    return new TestSocket(this.sockets, kind, () => this.now);
  }

  /** Heartbeats and market by turns, each at its own instant; with infinity to the end of the recording. */
  advanceTo(time: number): void {
    for (;;) {
      const beat = this.sockets.nextTime() ?? Number.POSITIVE_INFINITY;
      const step = this.market.nextTime() ?? Number.POSITIVE_INFINITY;
      const next = Math.min(beat, step);
      if (next > time || Math.min(step, time) === Number.POSITIVE_INFINITY) break;
      this.now = Math.max(this.now, next);
      this.market.advanceTo(next, (happened) => this.sockets.step(happened));
      this.sockets.tick(next);
    }
    if (time !== Number.POSITIVE_INFINITY) this.now = Math.max(this.now, time);
  }
}
