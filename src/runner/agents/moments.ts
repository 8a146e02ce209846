import type { Expectation } from "../../cases/expectation.ts";
import type { Moment } from "../../checks/scope/scope.ts";
import { asJson, NotJsonError } from "../../json/as-json.ts";
import { AgentError } from "../../swarm/agent/agent.ts";
import type { ContextVariables } from "../../trajectory/trajectory.ts";
import { TrialAbort, UsageError } from "../errors.ts";
import type { Assembled } from "./agents-module.ts";

/** How far a conversation is, as far as a moment of it says. */
interface Standing {
  readonly agent: string | null;
  readonly contextVariables: ContextVariables;
}

/** Context variables in the form in which they are kept. Throws NotJsonError and AgentError for what has none. */
export function variablesAsJson(variables: ContextVariables): ContextVariables {
  try {
    return asJson(variables, "context_variables");
  } catch (error) {
    throw error instanceof NotJsonError ? error : new AgentError("The context variables", error);
  }
}

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
      const isTold = [NotJsonError, TrialAbort, UsageError].some((kind) => error instanceof kind);
      throw isTold ? error : new AgentError("state()", error);
    }
  };
  return {
    state: read,
    moment: async (
      { agent, contextVariables }: Standing,
      expect: Expectation | undefined,
    ): Promise<Moment> => ({
      agent: agent ?? "",
      contextVariables:
        all || needs(expect, "context_variables") ? variablesAsJson(contextVariables) : {},
      state: all || needs(expect, "state") ? await read() : undefined,
    }),
  };
}
