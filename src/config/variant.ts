import {
  also,
  amount,
  object,
  oneOf,
  openObject,
  string,
  type OptionalRules,
} from "../json/rules.ts";
import { APIS, type Api } from "../swarm/agent/api.ts";
import { parametersProblem, type RequestParameters } from "../swarm/agent/request-parameters.ts";
import { CLIENT_NAMES, CLIENT_RULES, type ClientConfig } from "./client.ts";

/** A model, and how it is asked: that of all agents, in place of what each says itself, or the judge. */
export interface VariantConfig extends ClientConfig {
  /** The model that is asked. */
  readonly model?: string | undefined;
  /** The API that is asked. */
  readonly api?: Api | undefined;
  /** Parameters of every request, in place of an agent's own of the same name. */
  readonly request?: RequestParameters | undefined;
}

/** The judge's model, how it is asked, and what `swarm-eval judge` must find of it. */
export interface JudgeConfig extends VariantConfig {
  /** The least lower bound of its true positive rate, between 0 and 1. */
  readonly minTpr?: number | undefined;
  /** The same of its true negative rate. */
  readonly minTnr?: number | undefined;
}

const text = string("it is empty");

export const requestRule = also(openObject({}), parametersProblem);
export const apiRule = oneOf(APIS);

const VARIANT_RULES: OptionalRules<VariantConfig> = {
  model: text,
  api: apiRule,
  request: requestRule,
  ...CLIENT_RULES,
};

export const variantRule = object<VariantConfig>({}, VARIANT_RULES, CLIENT_NAMES);

/** No finite number of replies shows that a rate is 1. */
const bound = also(amount(0), (value: number) =>
  value > 0 && value < 1 ? undefined : `it must lie between 0 and 1, not be ${value}`,
);

export const judgeRule = object<JudgeConfig>(
  {},
  { ...VARIANT_RULES, minTpr: bound, minTnr: bound },
  CLIENT_NAMES,
);
