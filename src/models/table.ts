/** US dollars for a million tokens, at the provider's standard rate for prompts of usual length. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** For what the provider answered from its cache; `input` by default. */
  readonly cached_input?: number;
  /** The most tokens that a completion has, if that is known: caps keep room for as many. */
  readonly max_output?: number;
}

/** What is known of a model. */
export interface ModelEntry {
  readonly price: Price;
  /** The first day on which OpenAI's API serves it no more, as `2027-01-14`; absent while none was announced. */
  readonly leaves?: string;
  /** The model that OpenAI recommends in its place. */
  readonly successor?: string;
  /** Whether Chat Completions refuses function tools unless its reasoning is switched off. */
  readonly toolsNeedResponses?: true;
}

/** When the table was made, and from what: `npm run models` says how to renew it. */
export const TABLE_ORIGIN = {
  date: "2026-11",
  prices: "https://developers.openai.com/api/docs/pricing",
  days: "https://developers.openai.com/api/docs/deprecations",
} as const;

const GONE = "2026-10-23";
const DECEMBER = "2026-12-11";
const JANUARY = "2027-01-14";
const APRIL = "2027-04-01";

/**
 * Models by name; a dated name (`gpt-4o-2024-08-06`) that is not in it is known as the name without its date. Those that
 * have left stay, so that the costs of their recordings are known.
 */
export const MODELS: Readonly<Record<string, ModelEntry>> = {
  "gpt-3.5-turbo": {
    price: { input: 0.5, output: 1.5 },
    leaves: GONE,
    successor: "gpt-5.6-terra",
  },
  "gpt-4-turbo": { price: { input: 10, output: 30 }, leaves: GONE, successor: "gpt-5.6-sol" },
  "gpt-4o": {
    price: { input: 2.5, cached_input: 1.25, output: 10 },
    leaves: JANUARY,
    successor: "gpt-6-luna",
  },
  // It costs more than the name without its date.
  "gpt-4o-2024-05-13": {
    price: { input: 5, output: 15 },
    leaves: GONE,
    successor: "gpt-5.6-sol",
  },
  "gpt-4o-mini": {
    price: { input: 0.15, cached_input: 0.075, output: 0.6 },
    leaves: JANUARY,
    successor: "gpt-6-luna",
  },
  "gpt-4.1": {
    price: { input: 2, cached_input: 0.5, output: 8 },
    leaves: JANUARY,
    successor: "gpt-6-luna",
  },
  "gpt-4.1-mini": {
    price: { input: 0.4, cached_input: 0.1, output: 1.6 },
    leaves: JANUARY,
    successor: "gpt-6-luna",
  },
  "gpt-4.1-nano": {
    price: { input: 0.1, cached_input: 0.025, output: 0.4 },
    leaves: GONE,
  },
  "gpt-5": {
    price: { input: 1.25, cached_input: 0.125, output: 10 },
    leaves: DECEMBER,
    successor: "gpt-6.1-sol",
  },
  "gpt-5-mini": {
    price: { input: 0.25, cached_input: 0.025, output: 2 },
    leaves: DECEMBER,
    successor: "gpt-6.1-terra",
  },
  "gpt-5-nano": {
    price: { input: 0.05, cached_input: 0.005, output: 0.4 },
    leaves: DECEMBER,
    successor: "gpt-6-luna",
  },
  "gpt-5.1": {
    price: { input: 1.25, cached_input: 0.125, output: 10 },
    leaves: APRIL,
    successor: "gpt-6-sol",
  },
  "gpt-5.4": { price: { input: 2.5, cached_input: 0.25, output: 15 } },
  "gpt-5.4-mini": { price: { input: 0.75, cached_input: 0.075, output: 4.5 } },
  "gpt-5.4-nano": {
    price: { input: 0.2, cached_input: 0.02, output: 1.25 },
    leaves: APRIL,
    successor: "gpt-6-luna",
  },
  "gpt-5.5": { price: { input: 5, cached_input: 0.5, output: 30 } },
  "gpt-5.6-luna": {
    price: { input: 0.2, cached_input: 0.02, output: 1.2 },
    toolsNeedResponses: true,
  },
  "gpt-5.6-terra": {
    price: { input: 2, cached_input: 0.2, output: 12 },
    toolsNeedResponses: true,
  },
  "gpt-5.6-sol": {
    price: { input: 4, cached_input: 0.4, output: 20 },
    toolsNeedResponses: true,
  },
  "gpt-6-luna": {
    price: { input: 0.1, cached_input: 0.01, output: 0.5 },
    toolsNeedResponses: true,
  },
  "gpt-6-sol": {
    price: { input: 2, cached_input: 0.2, output: 10 },
    toolsNeedResponses: true,
  },
  "gpt-6-astra": {
    price: { input: 10, cached_input: 1, output: 50 },
    toolsNeedResponses: true,
  },
  "gpt-6.1-terra": {
    price: { input: 1, cached_input: 0.05, output: 5 },
    toolsNeedResponses: true,
  },
  "gpt-6.1-sol": {
    price: { input: 2, cached_input: 0.1, output: 10 },
    toolsNeedResponses: true,
  },
  o3: {
    price: { input: 2, cached_input: 0.5, output: 8 },
    leaves: DECEMBER,
    successor: "gpt-5.6-sol",
  },
  "o3-mini": {
    price: { input: 1.1, cached_input: 0.55, output: 4.4 },
    leaves: GONE,
    successor: "gpt-5.6-sol",
  },
  "o4-mini": {
    price: { input: 1.1, cached_input: 0.275, output: 4.4 },
    leaves: GONE,
    successor: "gpt-5.6-terra",
  },
};

/**
 * The model of an agent or a judge that names none: the newest whose function tools Chat Completions takes as they are,
 * and whose leaving was not announced.
 */
export const DEFAULT_MODEL = "gpt-5.4";

/** The value of a model in a table that is keyed by names: its own, or that of the name without its date. */
export function ofModel<T>(table: Readonly<Record<string, T>>, model: string): T | undefined {
  const dateless = model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  // A model may have the name of something that every object inherits.
  const name = [model, dateless].find((one) => Object.hasOwn(table, one));
  return name === undefined ? undefined : table[name];
}
