import { Decimal, nearestName, parseInterval, UsageError } from '@fathom/contracts';

const price = Decimal.parse('8121.2');
const cost = price.times(Decimal.parse('0.002'));
const fee = cost.times(Decimal.parse('0.0026'));

console.log('cost', cost.toString(), 'fee', fee.toString(), 'together', cost.plus(fee).toString());
console.log(
  'fee to five digits',
  fee.toFixed(5),
  'price on a tick of 0.5',
  price.roundTo(Decimal.parse('0.5'), 'down').toString(),
);
console.log('0.1 + 0.2 is', Decimal.fromNumber(0.1).plus(Decimal.fromNumber(0.2)).toString(), 'or', 0.1 + 0.2);
console.log('takeprofti: did you mean', nearestName('takeprofti', ['stopLoss', 'takeProfit']));
try {
  parseInterval(7);
} catch (error) {
  if (error instanceof UsageError) console.log(`${error.code}: ${error.message}`);
}
