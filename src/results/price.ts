/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Of what the provider answered from its cache; `input` where it is not said. */
  readonly cached_input?: number;
  /** Tokens that a completion has at most, where that was said: caps keep room for as many. */
  readonly max_output?: number;
}

/** Where the prices come from by which money was reckoned. */
export interface PriceOrigin {
  /** When the table was made, and after what. */
  readonly date: string;
  readonly source: string;
  /** Those of a config, by the model's name: they beat the table. */
  readonly from_config?: Readonly<Record<string, Price>>;
}
