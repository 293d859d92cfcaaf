import { expect, it } from 'vitest';
import { killRecorder } from '../../testing/kill/kill-recorder.js';
import { newFolder } from '../../testing/test-log.js';

it.each([
  [1, 1_500],
  [2, 4_000],
  [3, 8_000],
])('loses nothing it has handled when it is killed (%i)', async (seed, messages) => {
  const { handled, verified, damaged } = await killRecorder(newFolder(), 20_000, seed, messages);
  expect(handled).toBeGreaterThanOrEqual(messages);
  expect(verified).toBeGreaterThanOrEqual(handled);
  expect(damaged).toBe(0);
});
