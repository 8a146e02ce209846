import { letters, nearest } from "../../text/nearest.ts";

/** What other tools, and other parts of a case, call these keys. */
const ALSO_CALLED: Readonly<Record<string, readonly string[]>> = {
  id: ["name", "case", "key"],
  user: ["input", "prompt", "question", "query", "content", "human", "say"],
  turns: ["conversation", "steps", "dialog", "dialogue"],
  expect: ["expected", "assert", "asserts", "assertions", "expectation", "checks", "then"],
  agent: ["start", "starting_agent", "start_agent", "entry", "sender", "by"],
  context_variables: ["context", "variables", "vars"],
  messages: ["history"],
  model_override: ["model"],
  trials: ["repeat", "repeats", "runs", "epochs", "times"],
  tags: ["labels"],
  skip: ["disabled", "todo", "ignore"],
  tool_calls: ["tools", "calls", "functions", "trajectory"],
  not_called: ["never_called", "forbidden", "not_tool_calls"],
  handoffs: ["route", "transfers", "path"],
  output: ["reply", "response", "answer", "final_output", "result"],
  final_agent: ["last_agent", "end_agent", "agent"],
  max_latency_ms: ["latency", "max_duration", "timeout"],
  max_cost: ["cost", "budget"],
  max_tokens: ["tokens"],
  arguments: ["args", "parameters", "params", "input"],
  name: ["tool", "function", "tool_name"],
  error: ["fails", "failed", "is_error"],
  mode: ["match", "order"],
  calls: ["tool_calls", "list"],
  route: ["agents", "path", "to", "list"],
  never: ["forbidden", "not"],
  max: ["at_most", "limit"],
  contains: ["includes", "include", "contain", "icontains"],
  not_contains: ["excludes", "exclude", "not_include"],
  regex: ["matches", "pattern", "match"],
  equals: ["exact", "is", "equal_to"],
  exact: ["strict", "equal"],
  in_order: ["ordered", "sequence", "subsequence"],
  any_order: ["unordered", "superset", "contains"],
  subset: ["only", "allowed"],
  $any: ["$exists", "$present", "$defined", "$anything"],
  $regex: ["$pattern", "$matches", "$match", "$like"],
  $one_of: ["$in", "$any_of", "$enum"],
  $contains: ["$includes", "$has", "$elem_match"],
  $gte: ["$ge", "$min", "$at_least"],
  $lte: ["$le", "$max", "$at_most"],
  $partial: ["$subset", "$superset", "$match_object"],
  $unchanged: ["$same"],
  $absent: ["$missing", "$undefined", "$not_exists"],
};

/** The known key that a wrong one was most likely meant to be; undefined if none is likely. */
export function meant(key: string, known: readonly string[]): string | undefined {
  const isKey = (name: string): boolean => letters(name) === letters(key);
  return known.find((name) => ALSO_CALLED[name]?.some(isKey)) ?? nearest(key, known);
}
