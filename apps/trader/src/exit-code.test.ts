import { UsageError } from '@fathom/contracts';
import { expect, it } from 'vitest';
import { EXIT, exitCodeOf } from './exit-code.js';

it('knows the errors of another copy of our packages, such as the dashboard brings', () => {
  const another = Object.assign(new Error('--dashboard abc is not a port'), { code: 'usage' });
  expect([exitCodeOf(another), exitCodeOf(new UsageError('x'))]).toEqual([EXIT.usage, EXIT.usage]);
});

it('calls everything else a defect', () => {
  const ofNode = Object.assign(new Error('no such file'), { code: 'ENOENT' });
  expect([new Error('x'), 'x', undefined, ofNode].map(exitCodeOf)).toEqual(Array(4).fill(EXIT.failure));
});
