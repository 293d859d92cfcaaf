import type { NoticeSeverity } from '@fathom/contracts';
import type { KnownBlock } from '@slack/types';
import { type Outgoing, titleOf } from './delivery.js';

// Limits of Block Kit: 3,000 characters a section, 2,000 a field, 10 fields a section, 50 blocks a message.
const MAX_TEXT = 2_900;
const MAX_FIELD = 1_880;
const FIELDS = 10;
const MAX_FIELDS = 40;

const SIGN: Readonly<Record<NoticeSeverity, string>> = {
  info: '',
  warning: ':warning: ',
  error: ':red_circle: ',
  critical: ':rotating_light: ',
};

/** A notice in Slack's Block Kit: a bold title, the fields in two columns, and in small print who, when and which trade. */
export function slackBlocks(outgoing: Outgoing): KnownBlock[] {
  const { notice } = outgoing;
  const { severity, from, time, trade } = notice;
  const blocks: KnownBlock[] = [section(`${SIGN[severity]}*${escaped(titleOf(outgoing), MAX_TEXT)}*`)];
  const fields = notice.fields.slice(0, MAX_FIELDS);
  for (let at = 0; at < fields.length; at += FIELDS) {
    blocks.push({
      type: 'section',
      fields: fields
        .slice(at, at + FIELDS)
        .map(({ name, value }) => ({ type: 'mrkdwn', text: `*${escaped(name, 100)}*\n${escaped(value, MAX_FIELD)}` })),
    });
  }
  const when = new Date(time).toISOString().slice(0, 19).replace('T', ' ');
  const smallPrint = [from, `${when} UTC`, ...(trade === undefined ? [] : [`trade ${trade}`])].join(' · ');
  blocks.push({ type: 'context', elements: [{ type: 'mrkdwn', text: escaped(smallPrint, MAX_FIELD) }] });
  return blocks;
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

/** Slack's three special characters, and its length, cut between characters. */
function escaped(text: string, max: number): string {
  let result = '';
  for (const character of text) {
    const next = ESCAPES[character] ?? character;
    if (result.length + next.length > max) return `${result}…`;
    result += next;
  }
  return result;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
