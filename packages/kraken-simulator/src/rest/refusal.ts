/** A call Kraken will not do; the message is Kraken's error string. Caught where the answer is made. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}

/** `EGeneral:Invalid arguments:price`. */
export function invalid(parameter: string): Refusal {
  return new Refusal(`EGeneral:Invalid arguments:${parameter}`);
}
