import { list, number, openObject, orNull, string, trueOrFalse } from "../json/rules.ts";
import type {
  CoverageResult,
  CoveredAgent,
  CoveredHandoff,
  CoveredKey,
  CoveredTool,
  Untold,
} from "./coverage-result.ts";

const text = string();

/** What a result says of coverage. */
export const COVERAGE = openObject<CoverageResult>({
  share: orNull(number),
  agents: list(openObject<CoveredAgent>({ agent: text, known: trueOrFalse, covered: trueOrFalse })),
  handoffs: list(openObject<CoveredHandoff>({ from: text, to: text, covered: trueOrFalse })),
  tools: list(openObject<CoveredTool>({ agent: text, tool: text, covered: trueOrFalse })),
  context_keys: list(openObject<CoveredKey>({ key: text, covered: trueOrFalse })),
  untold: list(
    openObject<Untold>({ about: text, function: text, agents: list(text), source: list(text) }),
  ),
});
