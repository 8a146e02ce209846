import type { Expectation } from "../../cases/expectation.ts";
import type { Moment } from "../../checks/scope/scope.ts";
import { asJson, NotJsonError } from "../../json/as-json.ts";
import { AgentError } from "../../swarm/agent/agent.ts";
import type { Assembled } from "../agents/agents-module.ts";
import { variablesAsJson, type TrialProgress } from "./trial-progress.ts";

/** Whether an expectation looks at values; a check of one's own may look at all. */
function needs(expect: Expectation | undefined, key: "context_variables" | "state"): boolean {
  return expect?.[key] !== undefined || expect?.check !== undefined;
}

/** The state of the world that the tools act on; a moment has it only if an expectation needs it, or `all` is wanted. */
export function worldOf({ state }: Assembled, all: boolean) {
  const read = async (): Promise<unknown> => {
    try {
      return state === undefined ? undefined : asJson(await state(), "state");
    } catch (error) {
      throw error instanceof NotJsonError ? error : new AgentError("state()", error);
    }
  };
  return {
    state: read,
    moment: async (
      { agent, contextVariables }: TrialProgress,
      expect: Expectation | undefined,
    ): Promise<Moment> => ({
      agent: agent ?? "",
      contextVariables:
        all || needs(expect, "context_variables") ? variablesAsJson(contextVariables) : {},
      state: all || needs(expect, "state") ? await read() : undefined,
    }),
  };
}
