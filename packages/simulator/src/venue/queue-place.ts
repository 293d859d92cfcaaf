import { Decimal } from '@fathom/contracts';
import { smaller } from './smaller.js';

/** A print and the book change it caused arrive apart, in either order, but hardly further apart than this. */
const ECHO_MS = 1000;

/**
 * Where an order stands among those of its price. Only what is displayed at a price is known, not whose it is, so the
 * pessimistic course is assumed: everything displayed when the order joined is ahead of it, what comes later is behind,
 * and of what leaves first the front leaves.
 *
 * The front leaves by prints at the price and by the level shrinking. One match shows as both; counted twice it would
 * bring the order forward twice. So a shrinking is remembered for a second, and prints that explain it move nothing.
 */
export class QueuePlace {
  /** Base units; undefined while the display does not reach the price. */
  private ahead: Decimal | undefined;
  private unexplained = Decimal.ZERO;
  private unexplainedUntil = 0;

  constructor(displayed: Decimal | undefined) {
    this.ahead = displayed;
  }

  /** The level is now displayed with this quantity; undefined where the display does not reach. */
  displayed(quantity: Decimal | undefined, time: number): void {
    if (quantity === undefined) return;
    if (this.ahead === undefined) {
      this.ahead = quantity;
    } else if (quantity.isLessThan(this.ahead)) {
      this.forget(time);
      this.unexplained = this.unexplained.plus(this.ahead.minus(quantity));
      this.unexplainedUntil = time + ECHO_MS;
      this.ahead = quantity;
    }
  }

  /** Somebody traded this much at the price. @returns how much of it got past everything ahead. */
  printed(quantity: Decimal, time: number): Decimal {
    if (this.ahead === undefined) return Decimal.ZERO;
    this.forget(time);
    const echo = smaller(quantity, this.unexplained);
    this.unexplained = this.unexplained.minus(echo);
    const rest = quantity.minus(echo);
    const front = smaller(rest, this.ahead);
    this.ahead = this.ahead.minus(front);
    return rest.minus(front);
  }

  /** The market has gone through the price: nobody is ahead any more. */
  passed(): void {
    this.ahead = Decimal.ZERO;
    this.unexplained = Decimal.ZERO;
  }

  private forget(time: number): void {
    if (time > this.unexplainedUntil) this.unexplained = Decimal.ZERO;
  }
}
