import { UsageError } from '@fathom/contracts';
import { readMatch, record, text, word } from './read-fault-rules.js';
import { SOCKET_FAULTS, type SocketFaultMatch, type SocketFaultRule } from './socket-faults.js';

const FRAMES = ['status', 'ack', 'refusal', 'heartbeat', 'pong', 'data', 'reply'] as const;

/**
 * Rules for sockets out of JSON: one, or a list.
 * @throws {UsageError} naming what is wrong
 */
export function readSocketFaultRules(json: unknown): SocketFaultRule[] {
  const rules = Array.isArray(json) ? json : [json];
  return rules.map((rule: unknown) => {
    const fields = record(rule, 'a fault rule');
    const fault = word(fields, 'fault', SOCKET_FAULTS);
    if (fault === undefined) throw new UsageError('a fault rule needs fault');
    const reason = text(fields, 'reason');
    const match = fields['match'] === undefined ? {} : { match: readSocketMatch(record(fields['match'], 'match')) };
    return { ...match, fault, ...(reason === undefined ? {} : { reason }) };
  });
}

function readSocketMatch(fields: Readonly<Record<string, unknown>>): SocketFaultMatch {
  const { skip, times, chance } = readMatch(fields);
  const [channel, pair] = [text(fields, 'channel'), text(fields, 'pair')];
  const { frames } = fields;
  if (frames !== undefined && !Array.isArray(frames)) throw new UsageError('frames is not a list');
  const kinds = frames?.map((frame: unknown) => word({ frame }, 'frame', FRAMES)).filter((kind) => kind !== undefined);
  return {
    ...(kinds === undefined ? {} : { frames: kinds }),
    ...(channel === undefined ? {} : { channel }),
    ...(pair === undefined ? {} : { pair }),
    ...(skip === undefined ? {} : { skip }),
    ...(times === undefined ? {} : { times }),
    ...(chance === undefined ? {} : { chance }),
  };
}
