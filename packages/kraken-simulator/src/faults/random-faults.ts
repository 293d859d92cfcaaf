import type { FaultRule, RestFault } from './rest-fault.js';

/** Every kind of trouble a call can have on its way. */
export const TROUBLE: readonly RestFault[] = [
  { kind: 'lost', when: 'before' },
  { kind: 'lost', when: 'after' },
  { kind: 'lost', when: 'after', hangs: true },
  { kind: 'delay', when: 'before', ms: 3000 },
  { kind: 'delay', when: 'after', ms: 3000 },
  { kind: 'duplicate' },
  { kind: 'cut' },
  { kind: 'status', when: 'before', status: 502 },
  { kind: 'status', when: 'after', status: 504 },
  { kind: 'status', when: 'after', status: 520 },
  { kind: 'status', when: 'before', status: 522 },
  { kind: 'body', when: 'after', body: 'html' },
  { kind: 'body', when: 'after', body: 'empty' },
  { kind: 'body', when: 'after', body: 'half-json' },
  { kind: 'error', when: 'before', error: 'EService:Unavailable' },
  { kind: 'error', when: 'before', error: 'EService:Busy' },
  { kind: 'error', when: 'after', error: 'EGeneral:Internal error' },
  { kind: 'warning', warning: 'WGeneral:Danger' },
];

/** Rules by which a share of all calls, 0 to 1, meets with some trouble, each kind as often as another. */
export function randomFaults(share: number, method = '*'): FaultRule[] {
  // The first rule that strikes counts: later ones see only what earlier ones left.
  return TROUBLE.map((fault, index) => {
    const part = share / TROUBLE.length;
    return { match: { method, chance: part / (1 - index * part) }, fault };
  });
}
