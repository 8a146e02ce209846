import { also, object, oneOf, openObject, string } from "../json/rules.ts";
import { APIS, type Api } from "../swarm/agent/api.ts";
import { parametersProblem, type RequestParameters } from "../swarm/agent/request-parameters.ts";
import { CLIENT_NAMES, CLIENT_RULES, type ClientConfig } from "./client.ts";

/** How all agents are asked, in place of what each says itself. */
export interface VariantConfig extends ClientConfig {
  /** One model for every agent. */
  readonly model?: string;
  /** The API that is asked. */
  readonly api?: Api;
  /** Parameters of every request, in place of an agent's own of the same name. */
  readonly request?: RequestParameters;
}

/** The model that judges, and how it is asked. */
export type JudgeConfig = Omit<VariantConfig, "api">;

const text = string("it is empty");

export const requestRule = also(openObject({}), parametersProblem);
export const apiRule = oneOf(APIS);

export const judgeRule = object<JudgeConfig>(
  {},
  { model: text, request: requestRule, ...CLIENT_RULES },
  CLIENT_NAMES,
);

export const variantRule = object<VariantConfig>(
  {},
  { model: text, api: apiRule, request: requestRule, ...CLIENT_RULES },
  CLIENT_NAMES,
);
