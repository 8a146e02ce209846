import type { Api } from "./api.ts";
import type { ChatClient } from "./chat-client.ts";
import type { RequestParameters } from "./request-parameters.ts";

/** What every agent of a run is asked with. What is left out is each agent's own. */
export interface Override {
  readonly model?: string | undefined;
  readonly api?: Api | undefined;
  /** Beside the agent's own parameters, and in place of those of the same name. */
  readonly request?: RequestParameters | undefined;
  readonly client?: ChatClient | undefined;
}
