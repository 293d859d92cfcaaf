import { DataError } from '@fathom/contracts';

/** An archive does not hold the file asked for, or holds several and none was asked for. The message lists what it holds. */
export class MemberError extends DataError {}
