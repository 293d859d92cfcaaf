import { entryGrid, table } from '@fathom/terminal';

console.log(
  table(
    ['Pair', 'Messages', 'Verified'],
    [
      ['BTC/USD', '2052', '100.00 %'],
      ['ETH/USD', '17', '94.12 %'],
    ],
  ),
);
console.log(
  entryGrid(
    [
      ['Messages', '2069'],
      ['Gaps', '1'],
    ],
    60,
  ),
);
