import { also, object, oneOf, openObject, string } from "../json/rules.ts";
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

const text = string("it is empty");

export const requestRule = also(openObject({}), parametersProblem);
export const apiRule = oneOf(APIS);

export const variantRule = object<VariantConfig>(
  {},
  { model: text, api: apiRule, request: requestRule, ...CLIENT_RULES },
  CLIENT_NAMES,
);
