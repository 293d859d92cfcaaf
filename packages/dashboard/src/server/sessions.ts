import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@fathom/contracts';
import type { Role } from './tokens.js';

export interface Session {
  readonly role: Role;
  /** What a page must send along with anything that changes something; another site's page does not know it. */
  readonly csrf: string;
  readonly expiresAt: number;
}

const LIFE_MS = 12 * 3_600_000;
const MOST = 100;

/** Who is logged in; kept in memory, so that a restart logs everybody out. */
export class Sessions {
  private readonly clock: Clock;
  private readonly byId = new Map<string, Session>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Begins one. When there are too many the oldest ends. */
  begin(role: Role): { readonly id: string; readonly session: Session } {
    const [oldest] = this.byId.keys();
    if (this.byId.size >= MOST && oldest !== undefined) this.byId.delete(oldest);
    const id = randomBytes(32).toString('base64url');
    const session = { role, csrf: randomBytes(32).toString('base64url'), expiresAt: this.clock.now() + LIFE_MS };
    this.byId.set(id, session);
    return { id, session };
  }

  /** The session under an id, while it lasts. */
  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.byId.get(id);
    if (id === undefined || session === undefined) return undefined;
    if (this.clock.now() < session.expiresAt) return session;
    this.byId.delete(id);
    return undefined;
  }

  end(id: string | undefined): void {
    if (id !== undefined) this.byId.delete(id);
  }
}

/** Whether a page has shown that it is ours. */
export function isOwnPage({ csrf }: Session, given: string | undefined): boolean {
  const [kept, shown] = [Buffer.from(csrf), Buffer.from(given ?? '')];
  return kept.length === shown.length && timingSafeEqual(kept, shown);
}
