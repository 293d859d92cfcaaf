import { candlesOf, krakenCandles, randomWalk } from '@fathom/testkit';

// The same seed is the same market, so a failing test fails again.
const [first, second] = candlesOf(randomWalk({ length: 2, seed: 7, interval: 60 }));
console.log('made up:', first?.close, second?.close);

const recorded = krakenCandles();
console.log('recorded:', recorded.length, 'hours of BTC/USD from', recorded[0]?.openTime);
