/** Answers for all bots of a process: who asks while an answer is on its way shares it. */
export class SharedAnswers<T> {
  readonly #asked = new Map<string, Promise<T>>();

  /** @param key says what is asked for. */
  ask(key: string, ask: () => Promise<T>): Promise<T> {
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    const answer = ask().finally(() => this.#asked.delete(key));
    this.#asked.set(key, answer);
    return answer;
  }
}
