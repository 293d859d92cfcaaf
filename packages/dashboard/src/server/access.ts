import type { Clock } from '@fathom/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Attempts } from './attempts.js';
import { isOwnPage, type Session, Sessions } from './sessions.js';
import { type Role, roleOf, type TokenHash } from './tokens.js';

/** Kept of the tokens that open the dashboard. Without one to look, whoever reaches the port may look. */
export type TokenHashes = Readonly<Partial<Record<Role, TokenHash>>>;

const COOKIE = 'fathom_session';
const COOKIE_FORM = new RegExp(`(?:^|; )${COOKIE}=([\\w-]{1,64})`);

/** Who somebody is, and what that lets them do. */
export interface Visitor {
  readonly role: Role | undefined;
  /** How they are called in the ledger. */
  readonly name: string;
  readonly session: Session | undefined;
}

/** Decides who may do what: sessions in a cookie for pages, tokens in a header for programs. */
export class Access {
  private readonly hashes: TokenHashes;
  private readonly sessions: Sessions;
  private readonly attempts: Attempts;

  constructor(hashes: TokenHashes, clock: Clock) {
    this.hashes = hashes;
    this.sessions = new Sessions(clock);
    this.attempts = new Attempts(clock);
  }

  visitor(request: FastifyRequest): Visitor {
    const token = /^Bearer (\S{1,256})$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined)
      return { role: this.roleFor(token, request.ip), name: `token from ${request.ip}`, session: undefined };
    const session = this.sessions.find(cookieOf(request));
    const everybody = this.hashes.read === undefined ? 'read' : undefined;
    return { role: session?.role ?? everybody, name: `${session?.role ?? 'visitor'} from ${request.ip}`, session };
  }

  /** Why a visitor may not do what only those with control may; undefined when they may. */
  refusal(
    { role, session }: Visitor,
    request: FastifyRequest,
  ): { readonly status: number; readonly text: string } | undefined {
    if (role === undefined) return { status: 401, text: 'log in first' };
    if (role !== 'control') return { status: 403, text: 'that takes the token for control' };
    const given = request.headers['x-fathom-csrf'];
    if (session !== undefined && !isOwnPage(session, typeof given === 'string' ? given : undefined)) {
      return { status: 403, text: 'that did not come from a page of this dashboard' };
    }
    return undefined;
  }

  /** @returns the status of the answer: 200 with a cookie, 401 for a wrong token, 429 after too many. */
  logIn(
    token: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): { readonly status: number; readonly session?: Session } {
    if (this.attempts.isBlocked(request.ip)) return { status: 429 };
    const role = this.roleFor(token, request.ip);
    if (role === undefined) return { status: 401 };
    const { id, session } = this.sessions.begin(role);
    void reply.header('set-cookie', `${COOKIE}=${id}; HttpOnly; SameSite=Strict; Path=/; Max-Age=43200`);
    return { status: 200, session };
  }

  logOut(request: FastifyRequest, reply: FastifyReply): void {
    this.sessions.end(cookieOf(request));
    void reply.header('set-cookie', `${COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0`);
  }

  get hasControl(): boolean {
    return this.hashes.control !== undefined;
  }

  private roleFor(token: string, address: string): Role | undefined {
    if (this.attempts.isBlocked(address)) return undefined;
    const role = roleOf(token, this.hashes);
    if (role === undefined) this.attempts.failed(address);
    return role;
  }
}

function cookieOf(request: FastifyRequest): string | undefined {
  return COOKIE_FORM.exec(request.headers.cookie ?? '')?.[1];
}
