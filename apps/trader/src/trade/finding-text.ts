import type { Finding } from '@fathom/ledger';

interface Told {
  readonly text: string;
  readonly isTrouble: boolean;
}

const trouble = (text: string): Told => ({ text, isTrouble: true });
const note = (text: string): Told => ({ text, isTrouble: false });

/** What was found, for people: one line, and whether it wants looking after. */
export function findingText(finding: Finding): Told {
  switch (finding.type) {
    case 'order-behind':
      return trouble(`order ${finding.order.clientOrderId} is being looked up again: ${finding.reason}`);
    case 'executed-twice':
      return trouble(`order ${finding.order.clientOrderId} was executed twice, also as ${named(finding)}`);
    case 'not-intended':
      return trouble(
        `order ${named(finding)} bears this bot's id and is not in its ledger: does another process trade as this bot?`,
      );
    case 'foreign-order':
      return note(`the account has an order of somebody else: ${named(finding)}`);
    case 'liquidated':
      return trouble(`Kraken has closed what was held on margin: ${named(finding)}`);
    case 'charged':
      return note(`Kraken has charged ${finding.booking.fee.toString()} ${finding.booking.asset} for what is borrowed`);
    case 'foreign-booking': {
      const { kind, asset, change } = finding;
      return note(`the account had a ${kind} of ${change.toString()} ${asset} that is not this bot's`);
    }
    case 'fee-in-base':
      return trouble(
        `Kraken has taken a fee of ${finding.fee.toString()} ${finding.asset} in ${finding.asset}, which orders ask it not to`,
      );
    case 'balance-differs': {
      const { asset, difference, total, isDust } = finding;
      const direction = difference.isNegative() ? 'less' : 'more';
      const dust = isDust ? ', too little to trade' : '';
      return trouble(
        `the account has ${difference.abs().toString()} ${asset} ${direction} than the ledger accounts for${dust} (${total.toString()} in all)`,
      );
    }
    default:
      return finding satisfies never;
  }
}

function named({ recorded }: Extract<Finding, { recorded: unknown }>): string {
  const { exchangeOrderId, clientOrderId, description } = recorded;
  return `${exchangeOrderId}${clientOrderId === undefined ? '' : ` (${clientOrderId})`}, ${description}`;
}
