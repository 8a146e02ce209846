import type { Case } from "../../cases/case.ts";
import { valueKey } from "../../json/canonical.ts";

/** Keys of a case that do not change what happens in it. */
const IRRELEVANT = {
  id: undefined,
  tags: undefined,
  trials: undefined,
  skip: undefined,
  only: undefined,
};

/** A key of what a case does and expects, whatever its id and tags, and however often it is played. */
export function caseFingerprint(testCase: Case): string {
  return valueKey({ ...testCase, ...IRRELEVANT });
}
