import { altnameOf, feeTier, findInstrument } from '@fathom/exchange';

for (const spelling of ['XXBTZUSD', 'btc/usd', 'DOGE-EUR', 'XXBTZUSB']) {
  try {
    const instrument = findInstrument(spelling);
    const { takerPercent, makerPercent } = feeTier(0, instrument);
    console.log(`${spelling}: ${instrument.name}, at Kraken ${instrument.id}, in its files ${altnameOf(instrument)}`);
    console.log(`  tick ${instrument.tickSize.toString()}, minimum ${instrument.minQuantity.toString()}`);
    console.log(`  taker ${takerPercent.toString()} %, maker ${makerPercent.toString()} %`);
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
  }
}
