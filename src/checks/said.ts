import type { TextExpectation } from "../cases/expectation.ts";
import { show } from "../json/show.ts";
import { textProblems } from "./matching/text.ts";
import { failed, passed, type Check } from "./scope/check.ts";
import { sayingsOf, showSayings } from "./scope/sayings.ts";

/** All that the agents said is as expected, each reply alone or all of them as one text. */
export const said: Check<TextExpectation> = (expected, scope) => {
  const sayings = sayingsOf(scope);
  const texts = sayings.map(({ text }) => text);
  const whole = texts.join("\n");
  const problems = [
    ...textProblems(expected, texts.length === 1 ? texts : [...texts, whole], "what was said"),
  ];
  if (problems.length === 0) return passed(`said: ${show(whole)}`);
  const told = sayings.length === 0 ? ["nobody said anything"] : showSayings(sayings);
  return failed([...problems, ...told].join("\n"));
};
