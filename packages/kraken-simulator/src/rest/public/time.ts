import type { PublicCall } from './public-call.js';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const time: PublicCall = (_args, { now }) => ({ unixtime: Math.floor(now / 1000), rfc1123: rfc1123(now) });

/** As recorded: `Wed,  1 Jan 20 10:07:20 +0000`, with two digits of the year and a blank before a short day. */
function rfc1123(now: number): string {
  const date = new Date(now);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const year = two(date.getUTCFullYear() % 100);
  return `${DAYS[date.getUTCDay()] ?? ''}, ${day} ${MONTHS[date.getUTCMonth()] ?? ''} ${year} ${clock} +0000`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
