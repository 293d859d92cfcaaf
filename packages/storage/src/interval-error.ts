import { DataError } from '@fathom/contracts';

/** Neither the name of a file nor its rows tell the candles' interval: it has to be given. */
export class IntervalError extends DataError {}
