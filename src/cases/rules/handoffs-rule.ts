import { also, chosen, count, list, object } from "../../json/rules.ts";
import { mustBe } from "../../json/fault.ts";
import { mode } from "./calls-rule.ts";
import type { HandoffsLine } from "./case-line.ts";
import { EMPTY, listOr, name, saying } from "./common-rules.ts";

const names = list(name);

const edge = chosen((value) =>
  Array.isArray(value) && value.length === 2
    ? names
    : () => mustBe('a pair of agents, as in ["Sales","Refunds"]', value),
);

const longForm = also(
  saying(object<HandoffsLine>({}, { mode, route: names, never: list(edge, EMPTY), max: count(0) })),
  ({ mode: chosenMode, route }: HandoffsLine) => {
    if (chosenMode === undefined) return undefined;
    if (route === undefined) return "a mode is for a route: add one, or leave the mode out";
    return chosenMode === "exact" || route.length > 0
      ? undefined
      : "an empty route in a loose mode asks for nothing; [] alone says that nothing is handed off";
  },
);

/** `handoffs` in an expectation. */
export const handoffs = listOr(names, longForm, "a list of agents, or an object with a route");
