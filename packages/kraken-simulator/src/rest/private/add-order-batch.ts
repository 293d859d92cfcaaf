import { Arguments } from '../arguments.js';
import type { CallParameters } from '../call-parameters.js';
import { invalid, Refusal } from '../refusal.js';
import { place, readAsked } from './add-order.js';
import type { PrivateCall } from './private-call.js';

const FEWEST = 2;
const MOST = 15;

/**
 * 2 to 15 orders of one pair. All are read before any is placed: one that is malformed refuses the batch. What the
 * engine then refuses has its `error` in the answer, and the others stand (docs.kraken.com, "Add Order Batch").
 */
export const addOrderBatch: PrivateCall = (args, context) => {
  const pair = context.pairs.find(args.required('pair'));
  const common: Record<string, string> = {};
  for (const name of ['deadline', 'validate']) {
    const value = args.text(name);
    if (value !== undefined) common[name] = value;
  }
  const orders = args.records('orders');
  if (orders.length < FEWEST || orders.length > MOST) throw invalid('orders');
  const asked = orders.map((order) => readAsked(withCommon(order, common), pair, context));
  return {
    orders: asked.map((order) => {
      try {
        const { id, descr } = place(order, pair, context);
        return id === undefined ? { descr } : { txid: id, descr };
      } catch (error) {
        if (error instanceof Refusal) return { error: error.message };
        throw error;
      }
    }),
  };
};

function withCommon(order: Arguments, common: CallParameters): Arguments {
  return new Arguments({ ...order.parameters, ...common });
}
