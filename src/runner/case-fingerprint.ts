import type { Case } from "../cases/case.ts";
import { valueKey } from "../json/value-key.ts";

const INDIFFERENT = {
  id: undefined,
  tags: undefined,
  trials: undefined,
  skip: undefined,
  only: undefined,
};

/** A key of all in a case that decides what happens in it and what is expected: not of its id, its tags, how often it is played, or whether it is left out. */
export function caseFingerprint(script: Case): string {
  return valueKey({ ...script, ...INDIFFERENT });
}
