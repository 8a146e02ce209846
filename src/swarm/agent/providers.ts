import type { ChatClient } from "./chat-client.ts";
import type { Override } from "./override.ts";
import { parametersProblem, type RequestParameters } from "./request-parameters.ts";

/** A model at a provider, and what else its requests say. */
export interface Provider {
  readonly client: ChatClient;
  readonly model: string;
  /** Beside the agent's own, which it goes before. */
  readonly request?: RequestParameters | undefined;
}

/** Found by whichever copy of this package. */
const PROVIDERS = Symbol.for("swarm-eval.providers");

/** The client as one that stands for several. Throws a TypeError for none, and for a request that sets what a provider says. */
export function withProviders(client: ChatClient, providers: readonly Provider[]): ChatClient {
  if (providers.length === 0)
    throw new TypeError("firstOf needs at least one provider: firstOf([{ client, model }]).");
  for (const { client: own, model, request = {} } of providers) {
    const problem =
      typeof model !== "string" || typeof own?.chat?.completions?.create !== "function"
        ? "each provider is a client and the name of its model: { client, model }"
        : providersOf(own) === undefined
          ? parametersProblem(request)
          : "a provider's client cannot be a firstOf itself: write its providers into the one list";
    if (problem !== undefined) throw new TypeError(`firstOf: ${problem}.`);
  }
  return Object.assign(client, { [PROVIDERS]: [...providers] });
}

/** Those for which a client stands, in the order in which they are asked; undefined for a plain client. */
export function providersOf(client: ChatClient | undefined): readonly Provider[] | undefined {
  return (client as { readonly [PROVIDERS]?: readonly Provider[] } | undefined)?.[PROVIDERS];
}

/**
 * Whom a run asks for an agent. A model that is named for the whole run is asked of the first provider alone: it is that
 * model which is to be measured.
 */
export function askedProviders(
  client: ChatClient,
  agent: { readonly model: string; readonly request: RequestParameters },
  override: Pick<Override, "model" | "request">,
): (Provider & { readonly request: RequestParameters })[] {
  const providers = providersOf(client) ?? [{ client, model: agent.model }];
  const [first] = providers;
  const asked =
    override.model === undefined || first === undefined
      ? providers
      : [{ client: first.client, model: override.model }];
  return asked.map(({ request, ...provider }: Provider) => ({
    ...provider,
    request: { ...agent.request, ...request, ...override.request },
  }));
}

/** The models that an agent may ask, its first choice first. */
export function modelsOf(agent: {
  readonly client: ChatClient | undefined;
  readonly model: string;
}): readonly string[] {
  return providersOf(agent.client)?.map(({ model }) => model) ?? [agent.model];
}
