import { describe, expect, it } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";
import { GREETING, REFUND, SHOP } from "../shop.ts";
import { recordedShop } from "./recorded-shop.ts";

/** Without what differs from run to run: dates and sizes. */
function steady(text: string): string {
  return text
    .replaceAll(/\b\d{4}-\d\d-\d\d\b/g, "today")
    .replaceAll(/\b[\d.]+ k?B\b/g, "some")
    .replaceAll(/(?<=\S) {2,}/g, "  ");
}

describe("recordings", () => {
  it("lists what there is of each suite, and marks what belongs to no case", async () => {
    const shop = await recordedShop([GREETING, { ...REFUND, id: "old" }]);
    await shop.run("--traffic", "record", "--model-override", "gpt-5.4-mini", "--stream");
    shop.write("evals/shop.jsonl", jsonl(GREETING));
    const { code, stdout, stderr } = await shop.recordings("evals/shop.jsonl");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(steady(stdout)).toMatchInlineSnapshot(`
      "evals/shop.jsonl: 4 recordings in fixtures/shop, some
      case  state  model  streamed  answered by  recorded  trial  requests  size
      greeting  gpt-5.4-mini  yes  a stand-in  today  1  1  some
      old  orphaned  gpt-5.4-mini  yes  a stand-in  today  1  3  some
      greeting  a stand-in  today  1  1  some
      old  orphaned  a stand-in  today  1  3  some
      2 belong to no case. To remove them: npx swarm-eval recordings prune evals/shop.jsonl; if a case was renamed: npx swarm-eval recordings rename <old id> <new id>
      "
    `);
    expect((await shop.recordings()).stdout).toBe(stdout);
    expect((await shop.recordings("list")).stdout).toBe(stdout);
  });

  it("lists them as JSON, a line for each suite", async () => {
    const shop = await recordedShop([GREETING, REFUND]);
    shop.write("fixtures/shop/refund.1.jsonl", "{");
    shop.write("evals/shop.jsonl", jsonl(GREETING));
    const { stdout } = await shop.recordings("list", "evals/shop.jsonl", "--json");
    expect(stdout.endsWith("}\n")).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({
      suite: "shop",
      case_file: "evals/shop.jsonl",
      fixtures: "fixtures",
      recordings: [
        {
          file: "fixtures/shop/greeting.1.jsonl",
          case: "greeting",
          trial: 1,
          model: null,
          stream: false,
          answered_by: "stand-in",
          requests: 1,
          orphaned: false,
          problem: null,
        },
        {
          file: "fixtures/shop/refund.1.jsonl",
          case: null,
          requests: null,
          bytes: 1,
          orphaned: true,
          problem: expect.stringContaining("it is not a tape") as string,
        },
      ],
    });
  });

  it("says which tapes cannot be played, where and what helps", async () => {
    const shop = await recordedShop([GREETING]);
    const file = "fixtures/shop/greeting.1.jsonl";
    shop.write(file, shop.read(file).replace("Hello!", "Hullo!"));
    const { code, stdout } = await shop.recordings();
    expect(code).toBe(0);
    expect(stdout).toMatch(/greeting\.1\.jsonl +broken/);
    expect(stdout).toContain(
      `${file}:6: the line was changed after it was recorded. Restore the file from version control`,
    );
  });

  it("draws a thousand of them, and counts the others", async () => {
    const shop = await recordedShop([GREETING]);
    const tape = shop.read("fixtures/shop/greeting.1.jsonl");
    for (let trial = 2; trial <= 1_003; trial++)
      shop.write(`fixtures/shop/greeting.${trial}.jsonl`, tape);
    const { stdout } = await shop.recordings();
    const [head, , ...lines] = stdout.trimEnd().split("\n");
    expect(head).toContain("1,003 recordings in fixtures/shop");
    expect(lines).toHaveLength(1_001);
    expect(lines.at(-1)).toBe("… and 3 more, which --json lists too");
  });

  it.each<[sentence: string, args: string[], said: string]>([
    [
      "nothing is named and nothing recorded",
      [],
      "There are no recordings in fixtures. To make some: npx swarm-eval run <cases> --traffic record\n",
    ],
    [
      "a suite has none",
      ["evals/shop.jsonl"],
      "There are no recordings of evals/shop.jsonl in fixtures/shop. To make some: npx swarm-eval run evals/shop.jsonl --traffic record\n",
    ],
  ])("says how to record where %s", async (_, args, said) => {
    const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(GREETING) });
    const { code, stdout } = await project.swarmEval(["recordings", ...args]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: said });
  });

  it("lists the suites of a config, from its fixtures, without loading any agents", async () => {
    const shop = await recordedShop([GREETING], "--fixtures", "tapes");
    shop.write("evals/shop.ts", "throw new Error();");
    shop.write(
      "swarm-eval.config.mjs",
      'export default { suites: ["evals/*.jsonl"], fixtures: "tapes" };',
    );
    const { stdout } = await shop.recordings();
    expect(stdout).toContain("evals/shop.jsonl: 1 recording in tapes/shop");
  });

  it.each([
    [["evals/none.jsonl"], "There is no case file evals/none.jsonl in "],
    [["lst"], "There is no case file lst in "],
    [["evals"], "evals is a directory."],
    [["--all"], "unknown option '--all'"],
  ])("refuses %j", async (args, message) => {
    const project = newProject({ "evals/shop.jsonl": jsonl(GREETING) });
    const { code, stderr } = await project.swarmEval(["recordings", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
