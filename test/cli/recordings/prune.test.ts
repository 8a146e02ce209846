import { describe, expect, it } from "vitest";
import { jsonl } from "../../support/project.ts";
import { GREETING, REFUND, SHOP } from "../shop.ts";
import { recordedShop } from "./recorded-shop.ts";

/** A case that asks for no more than the first of the refund's three exchanges. */
const EARLY = {
  id: "refund",
  user: "Please refund 7.",
  execute_tools: false,
  expect: { tool_calls: ["transferToRefunds"] },
};

const NOTHING = "There is nothing to prune in the recordings of evals/shop.jsonl in fixtures.\n";

describe("recordings prune", () => {
  it("removes what belongs to no case, whatever its trial, model and streaming, and says so", async () => {
    const old = { ...REFUND, id: "old" };
    const shop = await recordedShop([GREETING, old], "--trials", "2");
    await shop.run(
      "--traffic",
      "record",
      "--stream",
      "--model-override",
      "gpt-5.4-mini",
      "-t",
      "old",
    );
    shop.write("evals/shop.jsonl", jsonl(GREETING));
    const before = shop.tapes();
    const dry = await shop.recordings("prune", "evals/shop.jsonl", "--dry-run");
    expect(dry).toEqual({
      code: 0,
      stderr: "",
      stdout:
        "Would remove 3 recordings of cases that are not in evals/shop.jsonl:\n  fixtures/shop/gpt-5.4-mini/old.1.stream.jsonl\n  fixtures/shop/old.1.jsonl\n  fixtures/shop/old.2.jsonl\n",
    });
    expect(shop.tapes()).toEqual(before);
    const { code, stdout } = await shop.recordings("prune", "evals/shop.jsonl");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: dry.stdout.replace("Would remove", "Removing"),
    });
    expect(shop.tapes()).toEqual(["shop", "shop/greeting.1.jsonl", "shop/greeting.2.jsonl"]);
    expect((await shop.recordings("prune", "evals/shop.jsonl")).stdout).toBe(NOTHING);
  });

  it("drops exchanges that nothing asks for, and leaves the others as they were", async () => {
    const shop = await recordedShop([GREETING, REFUND]);
    const before = shop.read("fixtures/shop/refund.1.jsonl").split("\n");
    shop.write("evals/shop.jsonl", jsonl(GREETING, EARLY));
    expect((await shop.run()).code).toBe(3);
    const asked = shop.asked;
    const dry = await shop.recordings("prune", "evals/shop.jsonl", "--dry-run");
    expect(dry.stdout).toBe(
      "Would drop 2 exchanges that nothing asks for:\n  2 of 3 exchanges in fixtures/shop/refund.1.jsonl\n",
    );
    expect(shop.read("fixtures/shop/refund.1.jsonl").split("\n")).toEqual(before);
    const { code, stdout } = await shop.recordings("prune", "evals/shop.jsonl");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: dry.stdout.replace("Would drop", "Dropping"),
    });
    const lines = shop.read("fixtures/shop/refund.1.jsonl").split("\n");
    expect(before.slice(0, lines.length - 2)).toEqual(lines.slice(0, -2));
    expect((await shop.run()).code).toBe(0);
    expect((await shop.recordings("prune", "evals/shop.jsonl")).stdout).toBe(NOTHING);
    expect(shop.asked).toBe(asked);
  });

  it("takes a head for no path that names a number as its case file", async () => {
    const shop = await recordedShop([GREETING]);
    const file = "fixtures/shop/greeting.1.jsonl";
    shop.write(file, shop.read(file).replace(/"case_file":"[^"]*"/, '"case_file":1e999'));
    const { code, stderr } = await shop.recordings("prune", "evals/shop.jsonl");
    expect(code).not.toBe(70);
    expect(stderr).not.toContain("bug");
  });

  it("looks at each trial, model and way of streaming that was recorded", async () => {
    const shop = await recordedShop([REFUND], "--trials", "2");
    await shop.run("--traffic", "record", "--stream", "--model-override", "gpt-5.4-mini");
    shop.write("evals/shop.jsonl", jsonl(EARLY));
    const { stdout } = await shop.recordings("prune", "evals/shop.jsonl");
    expect(stdout).toBe(
      "Dropping 6 exchanges that nothing asks for:\n  2 of 3 exchanges in fixtures/shop/gpt-5.4-mini/refund.1.stream.jsonl\n  2 of 3 exchanges in fixtures/shop/refund.1.jsonl\n  2 of 3 exchanges in fixtures/shop/refund.2.jsonl\n",
    );
    expect((await shop.run("--trials", "2")).code).toBe(0);
  });

  it("removes a recording of which nothing is asked for", async () => {
    const shop = await recordedShop([GREETING, REFUND]);
    shop.write(
      "evals/shop.ts",
      SHOP.replace(
        "const triage =",
        "const ask = async () => ({ choices: [{ message: { content: 'Hello' } }] });\n const triage =",
      ).replace(
        'name: "Triage",',
        'name: "Triage", client: { chat: { completions: { create: ask } } },',
      ),
    );
    shop.write("evals/shop.jsonl", jsonl(GREETING));
    const { stdout } = await shop.recordings("prune", "evals/shop.jsonl");
    expect(stdout).toContain("1 of 1 exchanges in fixtures/shop/greeting.1.jsonl");
    expect(shop.tapes()).toEqual([]);
  });

  it("keeps the recordings of trials that break off, and of skipped cases", async () => {
    const shop = await recordedShop([GREETING, REFUND]);
    const tapes = shop.tapes();
    shop.write("evals/shop.ts", SHOP.replace("Refund orders.", "Refund orders, but never twice."));
    shop.write("evals/shop.jsonl", jsonl({ ...GREETING, skip: true }, REFUND));
    const { code, stdout } = await shop.recordings("prune", "evals/shop.jsonl");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${NOTHING}1 could not be replayed to the end, and stays as it is: fixtures/shop/refund.1.jsonl\n`,
    });
    expect(shop.tapes()).toEqual(tapes);
  });

  it("leaves the last result alone", async () => {
    const shop = await recordedShop([GREETING]);
    const before = shop.read("reports/shop.json");
    await shop.recordings("prune", "evals/shop.jsonl");
    expect(shop.read("reports/shop.json")).toBe(before);
  });

  it.each<[sentence: string, files: Record<string, string>, message: string]>([
    ["a case file is broken", { "evals/shop.jsonl": "{" }, "evals/shop.jsonl:1:"],
    [
      "the agents cannot be loaded",
      { "evals/shop.ts": "throw new Error('No.');" },
      "evals/shop.ts",
    ],
  ])("removes nothing where %s", async (_, files, message) => {
    const shop = await recordedShop([GREETING, REFUND]);
    shop.write("evals/shop.jsonl", jsonl(GREETING));
    for (const [file, text] of Object.entries(files)) shop.write(file, text);
    const before = shop.tapes();
    const { code, stderr } = await shop.recordings("prune", "evals/shop.jsonl");
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(shop.tapes()).toEqual(before);
  });

  it("asks for suites where none are named", async () => {
    const shop = await recordedShop([GREETING]);
    const { code, stderr } = await shop.recordings("prune");
    expect(code).toBe(2);
    expect(stderr).toContain("Name case files");
  });
});
