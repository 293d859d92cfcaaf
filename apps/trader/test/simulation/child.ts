import { judge, type Way } from './judge.js';

/** What a child is asked. */
export interface Question {
  readonly seed: number;
  readonly way: Way;
}

// Lives what it is told to, one seed after the other, until its parent hangs up.
process.on('message', ({ seed, way }: Question) => {
  judge(seed, way).then(
    (judged) => process.send?.(judged),
    (error: unknown) => {
      console.error(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
