import { describe, expect, it, onTestFinished } from "vitest";
import { SHOP, shopModel } from "../cli/shop.ts";
import { startStandIn } from "../support/stand-in.ts";
import { VERSIONS, whyNot } from "./installed.ts";
import { newVitestProject } from "./project.ts";

const SUITE = `
import "swarm-eval/vitest";
import { playCase } from "swarm-eval";
import { expect, it } from "vitest";
import shop from "./evals/shop";

const trial = await playCase({ id: "refund", user: "Please refund 7." }, { agents: shop, traffic: "live" });
const broken = await playCase({ id: "none", user: "Hi!" }, { agents: shop });

/** What an assertion fails with; it must. */
function failure(assert: () => void): string {
  try {
    assert();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It holds.");
}

const PATTERN = /IS REFUNDED/gi;

const HOLDS: Record<string, (is: ReturnType<typeof expect>) => void> = {
  name: (is) => is.toHaveCalled("refund"),
  arguments: (is) => is.toHaveCalled("refund", { order: 7, reason: { $any: true } }),
  call: (is) => is.toHaveCalled({ name: "refund", agent: "Refunds", error: false, result: "Refunded." }),
  to: (is) => is.toHaveHandedOff("Refunds"),
  fromTo: (is) => is.toHaveHandedOff("Triage", "Refunds"),
  end: (is) => is.toEndAt("Refunds"),
  text: (is) => is.toHaveSaid("is refunded"),
  pattern: (is) => is.toHaveSaid(PATTERN),
};

const FAILS: typeof HOLDS = {
  name: (is) => is.toHaveCalled("book"),
  arguments: (is) => is.toHaveCalled("refund", { order: 8, reason: "asked" }),
  call: (is) => is.toHaveCalled({ name: "refund", agent: "Triage" }),
  to: (is) => is.toHaveHandedOff("Sales"),
  fromTo: (is) => is.toHaveHandedOff("Refunds", "Triage"),
  end: (is) => is.toEndAt("Triage"),
  text: (is) => is.toHaveSaid("Good night"),
  pattern: (is) => is.toHaveSaid(/^Good night/),
};

it("holds", () => {
  for (const hold of Object.values(HOLDS)) hold(expect(trial));
  for (const fail of Object.values(FAILS)) fail(expect(trial).not);
});

it("fails with", () => {
  const said = (each: typeof HOLDS, is: () => ReturnType<typeof expect>) =>
    Object.entries(each).map(([name, assert]) => [name, failure(() => assert(is()))]);
  console.log("SAID" + JSON.stringify([said(FAILS, () => expect(trial)), said(HOLDS, () => expect(trial).not)]));
});

it("is undecided where the trial broke off", () => {
  for (const is of [expect(broken), expect(broken).not])
    for (const assert of Object.values(HOLDS))
      expect(failure(() => assert(is))).toMatch(/^the trial broke off, and says nothing of the agents:\\nGET|POST/);
});

it("refuses what it cannot be held against", () => {
  expect(() => expect({}).toHaveCalled("refund")).toThrow("This matcher is for a trial");
  expect(() => expect(trial).toPassAtLeast(0.5)).toThrow("toPassAtLeast is for a case of runSuite");
  expect(() => expect(trial).toHaveCalled("refund", { order: { $odd: 1 } })).toThrow("$odd");
});

const result = (...verdicts: string[]) =>
  ({ id: "refund", verdict: "failed", trials: verdicts.map((verdict) => ({ verdict })) });

it("counts trials", () => {
  expect(result("passed", "failed")).toPassAtLeast(0.5);
  expect(result("passed", "failed")).not.toPassAtLeast(0.6);
  expect(failure(() => expect(result("passed", "failed")).toPassAtLeast(0.6))).toBe(
    "expected at least 60 % of the trials of refund to pass, got: 1/2 passed");
  expect(failure(() => expect(result("passed", "failed")).not.toPassAtLeast(0.5))).toBe(
    "expected less than 50 % of the trials of refund to pass, got: 1/2 passed");
  for (const is of [expect(result("passed", "errored")), expect(result("passed", "errored")).not])
    expect(failure(() => is.toPassAtLeast(1))).toContain("too many broke off");
});

it("shows a difference", () => {
  expect(trial).toHaveCalled("refund", { order: 8, reason: "asked" });
});
`;

for (const version of VERSIONS)
  describe.skipIf(whyNot(version) !== "")(`in ${version}${whyNot(version)}`, () => {
    it("matchers hold, and fail with their reasons", async () => {
      const server = await startStandIn(shopModel);
      onTestFinished(() => server.close());
      const project = newVitestProject(version, {
        "evals/shop.ts": SHOP,
        "shop.test.ts": SUITE,
      });
      const { tests, output } = await project.run([], { OPENAI_BASE_URL: server.baseUrl });
      expect(Object.fromEntries(tests.map(({ title, status }) => [title, status]))).toEqual({
        holds: "passed",
        "fails with": "passed",
        "is undecided where the trial broke off": "passed",
        "refuses what it cannot be held against": "passed",
        "counts trials": "passed",
        "shows a difference": "failed",
      });
      expect(output).toMatch(/- +"order": 8,\n\+ +"order": 7,/);
      const [, said = ""] = /^SAID(.*)$/m.exec(output) ?? [];
      const messages = (JSON.parse(said) as [string, string][][]).flat();
      const text = messages.map(([name, message]) => `${name}: ${message}\n`).join("");
      await expect(text).toMatchFileSnapshot("matchers.messages.txt");
    });
  });
