export { Secret } from '@fathom/contracts';
