import { isRecord } from "../../json/value.ts";
import { also, chosen, count, list, object, string } from "../../json/rules.ts";
import { mustBe } from "../../json/fault.ts";
import type { JudgeLine, OutputLine } from "./case-line.ts";
import { EMPTY, name, plain, saying } from "./common-rules.ts";
import { isMatcher } from "../matchers.ts";
import { patternProblem, vacuousPattern } from "./matcher-rule.ts";

const part = plain(string("an empty string is in every reply"));
const several = list(part, EMPTY);
const parts = chosen((value) => (Array.isArray(value) ? several : part));

const rubric = also(plain(string()), (text: string) =>
  text.trim() === "" ? "it is empty, so there is nothing to grade by" : undefined,
);
const judgeObject = object<JudgeLine>({ rubric }, { votes: count(1), model: name });

const judge = chosen((value) => {
  if (isMatcher(value) || typeof value === "string") return rubric;
  return isRecord(value) ? judgeObject : () => mustBe("a rubric, or an object with one", value);
});

const longForm = saying(
  object<OutputLine>(
    {},
    {
      contains: parts,
      not_contains: parts,
      regex: also(
        plain(string("an empty pattern is in every reply")),
        (source: string) => patternProblem(source) ?? vacuousPattern(source),
      ),
      equals: plain(string()),
      judge,
    },
  ),
);

/** `output` in an expectation. */
export const output = chosen((value) =>
  typeof value === "string"
    ? () => mustBe(`an object, such as {"contains":${JSON.stringify(value)}}`, value)
    : longForm,
);
