import { expectationsOf, type Case } from "../../cases/case.ts";
import { UnplayableCaseError } from "../errors.ts";

/** What a case may say of a loop or of its process, and nothing tells a program. */
const OF_OUR_OWN = [
  "execute_tools",
  "faults",
  "human",
  "max_turns",
  "now",
  "seed",
  "stream",
] as const satisfies readonly (keyof Case)[];

/** Throws UnplayableCaseError for a case that says or expects what only agents of an agents module can do. */
export function refuseForProgram(testCase: Case): void {
  const said = OF_OUR_OWN.find((key) => testCase[key] !== undefined);
  if (said !== undefined)
    throw new UnplayableCaseError(
      `A command plays the case, and nothing tells a program of ${JSON.stringify(said)}. Leave it out, and have the program do so by itself.`,
    );
  if (expectationsOf(testCase).some(({ ended }) => ended !== undefined))
    throw new UnplayableCaseError(
      'A command plays the case, and nothing tells why a team of a program came to its end. Leave out "ended".',
    );
}
