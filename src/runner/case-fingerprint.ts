import type { Case } from "../cases/case.ts";
import { canonicalJson } from "../json/canonical.ts";
import { contentKey } from "../signatures/content-key.ts";

const INDIFFERENT = {
  id: undefined,
  tags: undefined,
  trials: undefined,
  skip: undefined,
  only: undefined,
};

/** A hash of all in a case that decides what happens in it and what is expected: not its id, its tags, how often it is played, or whether it is left out. */
export function caseFingerprint(script: Case): string {
  return contentKey(canonicalJson({ ...script, ...INDIFFERENT }));
}
