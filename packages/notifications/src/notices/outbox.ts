import type { Clock, Notice, NoticeKind, Notifier, NoticeSeverity, Scheduler } from '@fathom/contracts';
import type { Deliver, Delivered, Outgoing } from './delivery.js';
import { Folding } from './folding.js';
import { WaitingNotices } from './waiting-notices.js';

const RANK: Readonly<Record<NoticeSeverity, number>> = { info: 0, warning: 1, error: 2, critical: 3 };
const SPACING_MS = 1_000;
const FOLD_MS = 300_000;
const CAPACITY = 100;
const DEADLINE_MS = 10_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/** What an `Outbox` needs. */
export interface OutboxOptions {
  /** What people call the receiver: `Slack`. */
  readonly name: string;
  readonly deliver: Deliver;
  readonly time: Clock & Scheduler;
  /** Told in one line when the receiver does not take messages, and when it does again. */
  readonly onTrouble: (line: string) => void;
  /** Less than this is not sent; `info`. */
  readonly minSeverity?: NoticeSeverity;
  /** Only these are sent; all. */
  readonly kinds?: readonly NoticeKind[];
  /** Notices that wait at most; 100. */
  readonly capacity?: number;
}

/**
 * Brings notices to one receiver: at most one a second, repeats folded into one every five minutes, one at a time, each with
 * a deadline. While the receiver is away a bounded number waits, the least important given up first. `notify` costs the
 * caller nothing but a place in a list.
 */
export class Outbox implements Notifier {
  readonly #options: OutboxOptions;
  readonly #folding = new Folding(FOLD_MS);
  readonly #waiting: WaitingNotices;
  #isSending = false;
  #isFailing = false;
  #isClosed = false;
  #lost = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #mayAt = Number.NEGATIVE_INFINITY;
  #cancel: () => void = () => undefined;
  #onEmpty: () => void = () => undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#waiting = new WaitingNotices(options.capacity ?? CAPACITY);
  }

  notify(notice: Notice): void {
    const { minSeverity = 'info', kinds, time } = this.#options;
    if (this.#isClosed || RANK[notice.severity] < RANK[minSeverity] || kinds?.includes(notice.kind) === false) return;
    const outgoing = this.#folding.take(notice, time.now());
    if (outgoing !== undefined) this.#add(outgoing);
    this.#wake();
  }

  /** Sends what waits, for `deadlineMs` at most; what is left then is lost. Nothing is taken any more. */
  async close(deadlineMs: number): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { time } = this.#options;
    for (const outgoing of this.#folding.over(time.now(), true)) this.#add(outgoing);
    // One more attempt at once, whatever pause a failure has set.
    this.#mayAt = Math.min(this.#mayAt, time.now() + SPACING_MS);
    await new Promise<void>((done) => {
      const cancel = time.after(deadlineMs, done);
      this.#onEmpty = () => {
        cancel();
        done();
      };
      this.#wake();
    });
    this.#cancel();
    this.#onEmpty = () => undefined;
    this.#lost += this.#waiting.clear();
    if (this.#lost > 0) this.#say(`${this.#lost} messages could not be sent`);
  }

  #add(outgoing: Outgoing): void {
    this.#lost += this.#waiting.add(outgoing, RANK[outgoing.notice.severity]);
  }

  /** Sends the next if it may, else comes back when it may or a window of repeats is over. */
  #wake(): void {
    if (this.#isSending) return;
    this.#cancel();
    const { time } = this.#options;
    const now = time.now();
    for (const outgoing of this.#folding.over(now)) this.#add(outgoing);
    const next = this.#waiting.first;
    if (next === undefined && this.#isClosed) this.#onEmpty();
    else if (next !== undefined && now >= this.#mayAt) void this.#send(next);
    else {
      const at = next === undefined ? this.#folding.nextAt : this.#mayAt;
      if (at !== undefined) this.#cancel = time.after(Math.max(0, at - now), () => this.#wake());
    }
  }

  async #send(outgoing: Outgoing): Promise<void> {
    this.#isSending = true;
    const { time } = this.#options;
    const delivered = await this.#attempt(outgoing);
    this.#mayAt = time.now() + SPACING_MS;
    if (delivered.outcome === 'later') this.#failed(delivered);
    else {
      this.#waiting.remove(outgoing);
      if (delivered.outcome === 'taken') this.#taken();
      else this.#refused(delivered.reason);
    }
    this.#isSending = false;
    this.#wake();
  }

  async #attempt(outgoing: Outgoing): Promise<Delivered> {
    const { time, deliver } = this.#options;
    const deadline = new AbortController();
    let cancel: (() => void) | undefined;
    const late = new Promise<Delivered>((done) => {
      cancel = time.after(DEADLINE_MS, () => {
        done({ outcome: 'later', reason: `no answer within ${DEADLINE_MS / 1000} s` });
        deadline.abort();
      });
    });
    try {
      return await Promise.race([deliver(outgoing, deadline.signal), late]);
    } catch (error) {
      return { outcome: 'later', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      cancel?.();
    }
  }

  #taken(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
    if (!this.#isFailing) return;
    this.#isFailing = false;
    this.#say(`takes messages again${this.#lost > 0 ? `, ${this.#lost} are lost` : ''}`);
    this.#lost = 0;
  }

  /** It would be refused again: the webhook is gone, or the message is not to its liking. */
  #refused(reason: string): void {
    this.#lost += 1;
    this.#begin(`refuses a message: ${reason}`);
  }

  #failed({ reason, afterMs }: { readonly reason: string; readonly afterMs?: number }): void {
    this.#begin(`takes no messages, trying again: ${reason}`);
    this.#mayAt = this.#options.time.now() + Math.max(SPACING_MS, Math.min(afterMs ?? this.#pauseMs, LONGEST_PAUSE_MS));
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }

  #begin(what: string): void {
    if (!this.#isFailing) this.#say(what);
    this.#isFailing = true;
  }

  #say(what: string): void {
    this.#options.onTrouble(`${this.#options.name} ${what}`);
  }
}
