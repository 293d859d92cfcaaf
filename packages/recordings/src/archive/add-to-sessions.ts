import type { Session } from '../catalogue/catalogue.js';
import type { SessionRecord } from '../record-sink.js';

/** Notes that a run of a recorder began or ended. */
export function addToSessions(sessions: Session[], { type, us, session: name, detail }: SessionRecord): void {
  const known = sessions.find((one) => one.name === name);
  const before = known ?? { name, program: '', startedUs: us, stoppedUs: undefined, reason: '' };
  const after =
    type === 'started' ? { ...before, program: detail, startedUs: us } : { ...before, stoppedUs: us, reason: detail };
  if (known === undefined) sessions.push(after);
  else sessions[sessions.indexOf(known)] = after;
}
