import type { SocketFault, SocketFaultRule } from './socket-faults.js';

/** What can happen to any frame that tells data. */
export const SOCKET_TROUBLE: readonly SocketFault[] = [
  'lose',
  'duplicate',
  'delay',
  'wrong-checksum',
  'garbage',
  'unknown-frame',
  'fragment',
  'reset',
  'close',
];

/** Rules by which a share of all data frames, 0 to 1, meets with some trouble, each kind as often as another. */
export function randomSocketFaults(share: number): SocketFaultRule[] {
  const chance = share / SOCKET_TROUBLE.length;
  return SOCKET_TROUBLE.map((fault) => ({ match: { frames: ['data'], chance }, fault }));
}
