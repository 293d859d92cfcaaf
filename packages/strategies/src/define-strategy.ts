import type {
  Candle,
  ConfigSchema,
  IndicatorValues,
  Plot,
  Signal,
  StrategyDefinition,
  TradesView,
} from '@fathom/contracts';

/** The deciding half of a strategy: what `create` returns, without the words around it. */
export interface Decider {
  /** Candles it must have seen before its first decision can be acted on; 0 when left out. */
  readonly warmup?: number;
  /** As of `Strategy`. */
  readonly forgetsCandles?: boolean;
  /** Called once per closed candle, oldest first. Must be pure: no clock, no chance, no I/O. */
  onCandle(candle: Candle, trades: TradesView): readonly Signal[];
  /** What its indicators read now, by name. */
  indicators?(): IndicatorValues;
}

/** What `defineStrategy` needs to know of a strategy. */
export interface StrategyDraft<Config extends object> {
  /** What it is called on the command line: `my-strategy`. */
  readonly name: string;
  /** What people read: `My Strategy`. */
  readonly label: string;
  /** One line for the list of strategies. */
  readonly description: string;
  /** A strict zod object whose every value has a default and a `.describe()` text. */
  readonly schema: ConfigSchema<Config>;
  /** Which indicators are drawn, and how; none when left out. */
  readonly plots?: readonly Plot[];
  /** Makes a new, independent decider from a complete configuration. */
  create(config: Config): Decider;
}

/** Returned by strategies with nothing to do, so that a quiet candle allocates nothing. */
export const NO_SIGNALS: readonly Signal[] = Object.freeze([]);

/** Makes a strategy out of its words, its configuration schema and a function that creates its deciding half. */
export function defineStrategy<Config extends object>(draft: StrategyDraft<Config>): StrategyDefinition<Config> {
  const { name, label, description, schema, plots = [] } = draft;
  return {
    name,
    label,
    description,
    schema,
    create(config) {
      const decider = draft.create(config);
      return {
        name,
        label,
        warmup: decider.warmup ?? 0,
        forgetsCandles: decider.forgetsCandles ?? false,
        config: Object.fromEntries(Object.entries(config)),
        onCandle: decider.onCandle.bind(decider),
        indicators: () => decider.indicators?.() ?? {},
        plots,
      };
    },
  };
}
