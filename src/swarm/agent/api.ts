import { MODELS, ofModel } from "../../models/table.ts";
import type { ChatClient } from "./chat-client.ts";
import type { RequestParameters } from "./request-parameters.ts";

/** The APIs by which a model can be asked. */
export const APIS = ["chat_completions", "responses"] as const;

/** One of them. */
export type Api = (typeof APIS)[number];

/** What an agent asks with. */
interface Asking {
  readonly model: string;
  readonly tools: readonly unknown[];
  readonly request: RequestParameters;
  readonly client: ChatClient;
}

/**
 * The API by which a model is asked if nobody says: Chat Completions, unless it would refuse the tools and the client has
 * the other. It goes by the name of the model, never by the address of the server, so that a replay asks the same.
 */
export function apiFor({ model, tools, request, client }: Asking): Api {
  const needsResponses =
    tools.length > 0 &&
    ofModel(MODELS, model)?.toolsNeedResponses === true &&
    request.reasoning_effort !== "none";
  return needsResponses && client.responses !== undefined ? "responses" : "chat_completions";
}

/** Throws a TypeError for an API that there is not. */
export function checkApi(api: unknown): void {
  if (api === undefined || APIS.includes(api as Api)) return;
  throw new TypeError(
    `An agent's api is ${APIS.map((name) => JSON.stringify(name)).join(" or ")}, not ${JSON.stringify(api)}.`,
  );
}
