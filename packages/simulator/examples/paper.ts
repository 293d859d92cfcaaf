import { Decimal } from '@fathom/contracts';
import { feesByVolume, VenueExecution, type VenueExecutionOptions, type VenueInstrument } from '@fathom/simulator';

const d = (text: string) => Decimal.parse(text);
const rules = { tickSize: d('0.1'), minQuantity: d('0.00005'), minCost: d('0.5'), leverageBuy: [2], leverageSell: [2] };
const digits = { priceDecimals: 1, quantityDecimals: 8, costDecimals: 5 };
const levels = { marginCallPercent: 80, marginStopPercent: 40 };
const names = { name: 'BTC/USD', id: 'XXBTZUSD', base: 'BTC', quote: 'USD' };
const instrument: VenueInstrument = { ...names, ...rules, ...digits, ...levels };

const tell: VenueExecutionOptions['deliver'] = (event) => {
  const fill = event.type === 'order-filled' ? event.fill : undefined;
  const what =
    fill && `${fill.quantity.toString()} at ${fill.price.toString()}, ${fill.liquidity}, fee ${fill.fee.toString()}`;
  const id = 'clientOrderId' in event ? event.clientOrderId : '';
  console.log(`${event.time} ms`, id, event.type, what ?? '');
};
const paper = new VenueExecution({
  instrument,
  balances: new Map([['USD', d('10000')]]),
  time: 0,
  feeRates: feesByVolume([{ fromVolume: d('0'), takerPercent: d('0.40'), makerPercent: d('0.25') }]),
  deliver: tell,
});
const side = (...list: [string, string][]) =>
  list.map(([price, quantity]) => ({ price: d(price), quantity: d(quantity) }));

paper.bookChanged({ bids: side(['7999.9', '1']), asks: side(['8000.1', '0.4'], ['8000.5', '2']) });
paper.submit({ clientOrderId: 'entry', type: 'market', side: 'buy', quantity: d('1'), time: 0 });
paper.advanceTo(1000); // arrives after 100 ms and takes two levels
paper.submit({ clientOrderId: 'target', type: 'limit', side: 'sell', price: d('8010'), quantity: d('1'), time: 1000 });
paper.advanceTo(2000);
paper.bookChanged({ bids: side(['8009', '1']), asks: side(['8010', '3']) }); // three are displayed at our price by now
paper.traded({ time: 2000, price: 8010, quantity: d('3') });
paper.traded({ time: 2000, price: 8010.1, quantity: d('0.3') }); // through our price: up to what was printed
paper.bookChanged({ bids: side(['8011', '5']), asks: side(['8012', '1']) }); // the other side has come to us
for (const [asset, { total }] of paper.venue.balances()) console.log(asset, total.toString());
