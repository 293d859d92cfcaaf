import { readFileSync } from 'node:fs';
import { attempt } from '@fathom/files';

try {
  attempt('reading no/such/file', () => readFileSync('no/such/file'));
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
