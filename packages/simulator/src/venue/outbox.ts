import type { VenueEvent } from './venue-event.js';

/** Events that wait for their delivery: one after the other, never one inside the delivery of another. */
export class Outbox {
  private readonly deliver: (event: VenueEvent) => void;
  private waiting: VenueEvent[] = [];
  private isDelivering = false;

  constructor(deliver: (event: VenueEvent) => void) {
    this.deliver = deliver;
  }

  push(event: VenueEvent): void {
    this.waiting.push(event);
  }

  /** Delivers all, those that come of it included; called from inside a delivery it leaves that to the one outside. */
  flush(): void {
    if (this.isDelivering || this.waiting.length === 0) return;
    this.isDelivering = true;
    let delivered = 0;
    try {
      for (let event = this.waiting[delivered]; event !== undefined; event = this.waiting[delivered]) {
        delivered += 1;
        this.deliver(event);
      }
    } finally {
      // What a throwing listener has left over is delivered with the next call.
      this.waiting = this.waiting.slice(delivered);
      this.isDelivering = false;
    }
  }
}
