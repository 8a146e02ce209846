/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** For what the provider answered from its cache; `input` by default. */
  readonly cached_input?: number;
  /** The most tokens that a completion has, if that is known: caps keep room for as many. */
  readonly max_output?: number;
}

/** The prices that a cost was computed with. */
export interface PriceOrigin {
  /** When the table was made, and from what. */
  readonly date: string;
  readonly source: string;
  /** Those of a config, by model: they override the table. */
  readonly from_config?: Readonly<Record<string, Price>>;
}
