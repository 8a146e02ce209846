import { expect, it } from "vitest";
import { calls, held, played, replies, says, turnOf } from "../support/played.ts";

const scope = played([
  says("The weather?"),
  replies("The internal code is ZX-99, let me look."),
  calls("weather"),
  replies("It is sunny."),
  says("Thanks."),
  replies(""),
]);

it.each<[string, object, boolean]>([
  ["a part of the last words", { contains: "sunny" }, true],
  ["a part of words beside a call", { contains: "let me look" }, true],
  ["parts of several replies", { contains: ["ZX-99", "sunny"] }, true],
  ["a part that nobody said", { contains: "rain" }, false],
  ["a part that nobody said in these letters", { contains: "SUNNY" }, false],
  ["a part across two replies", { contains: "look.\nIt is" }, true],
  ["none of what was said", { not_contains: ["rain", "snow"] }, true],
  ["what was said beside a call", { not_contains: "ZX-99" }, false],
  ["a pattern of one reply", { regex: "^It .* sunny\\.$" }, true],
  ["a pattern across replies", { regex: "code[^]*sunny" }, true],
  ["a pattern of no reply", { regex: "^sunny" }, false],
  ["a whole reply", { equals: "It is sunny." }, true],
  ["a part of a reply as the whole", { equals: "sunny" }, false],
  ["one thing of two", { contains: "sunny", not_contains: "code" }, false],
])("looks at all that was said: %s", (_, said, holds) => {
  expect(held({ said }, scope)).toMatch(holds ? /^passed: / : /^failed: /);
});

it("says what was said, and by whom", () => {
  const said = { contains: "SUNNY", not_contains: "ZX-99" };
  expect(held({ said }, scope)).toMatchInlineSnapshot(`
    "failed: expected what was said to contain "SUNNY", but it contains "sunny"
    expected what was said not to contain "ZX-99", but it does: "The internal code is ZX-99, let me look."
    Triage in turn 1 said "The internal code is ZX-99, let me look."
    Triage in turn 1 said "It is sunny.""
  `);
  const silent = played([says("Hi"), replies("")]);
  expect(held({ said: { contains: "Hi" } }, silent)).toMatchInlineSnapshot(`
    "failed: expected what was said to contain "Hi"
    nobody said anything"
  `);
  expect(held({ said: { not_contains: "Hi" } }, silent)).toMatchInlineSnapshot(
    `"passed: said: """`,
  );
});

it("is hinted at where the last reply is empty, and others are not", () => {
  expect(held({ output: { contains: "sunny" } }, turnOf(scope))).toMatchInlineSnapshot(`
    "failed: expected the reply to contain "sunny"
    Triage in turn 2 said nothing
    "output" looks at the last reply alone, "said" at those before it too:
    Triage in turn 1 said "The internal code is ZX-99, let me look."
    Triage in turn 1 said "It is sunny.""
  `);
});
