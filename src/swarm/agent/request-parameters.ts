import type { ChatCompletionCreateParamsBase } from "openai/resources/chat/completions";

/** Parameters that are set elsewhere, each with where that is. */
const SET_ELSEWHERE = {
  model: "name it as model",
  messages: "they are the conversation's",
  tools: "they are made of the agent's functions",
  functions: "they are made of the agent's functions",
  tool_choice: "it is the agent's toolChoice",
  function_call: "it is the agent's toolChoice",
  parallel_tool_calls: "it is the agent's parallelToolCalls",
  stream: "the run says whether it streams",
  stream_options: "a run that streams asks for the usage",
  n: "a turn has one reply",
} as const;

/**
 * What else a request says: `temperature`, `reasoning_effort`, `max_completion_tokens`, and all that a server knows beside
 * the API (`top_k`). Sent as it is.
 */
export type RequestParameters = {
  [Name in keyof Omit<ChatCompletionCreateParamsBase, keyof typeof SET_ELSEWHERE>]?:
    | ChatCompletionCreateParamsBase[Name]
    | undefined;
} & { readonly [parameter: string]: unknown };

/** Why parameters cannot be used, as a clause; undefined if they can. */
export function parametersProblem(parameters: object): string | undefined {
  const found = Object.entries(SET_ELSEWHERE).find(([name]) => name in parameters);
  return found && `${found[0]} cannot be set in request: ${found[1]}`;
}
