import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonl } from "../../support/project.ts";
import { GREETING, REFUND, SHOP } from "../shop.ts";
import { recordedShop } from "./recorded-shop.ts";

const REPAY = { ...REFUND, id: "repay order" };

describe("recordings rename", () => {
  it("lets a renamed case replay for nothing, whatever its trial, model and streaming", async () => {
    const shop = await recordedShop([GREETING, REFUND], "--trials", "2");
    const other = ["--stream", "--model-override", "gpt-5.4-mini"];
    await shop.run("--traffic", "record", ...other);
    const before = shop.read("fixtures/shop/refund.1.jsonl").split("\n");
    shop.write("evals/shop.jsonl", jsonl(GREETING, REPAY));
    const { code, stdout, stderr } = await shop.recordings("rename", "refund", "repay order");
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stderr: "",
      stdout:
        'Renamed 3 recordings of "refund" to "repay order":\n  fixtures/shop/gpt-5.4-mini/repay%20order.1.stream.jsonl\n  fixtures/shop/repay%20order.1.jsonl\n  fixtures/shop/repay%20order.2.jsonl\n',
    });
    expect(shop.tapes().filter((file) => file.includes("refund"))).toEqual([]);
    const asked = shop.asked;
    expect(await shop.run("--trials", "2")).toMatchObject({ code: 0, stderr: "" });
    expect((await shop.run(...other)).code).toBe(0);
    expect(shop.asked).toBe(asked);
    // Only the header differs, and the first checksum.
    const after = shop.read("fixtures/shop/repay%20order.1.jsonl").split("\n");
    expect(after.slice(1, -2)).toEqual(before.slice(1, -2));
    const sums = (line = ""): string => line.replace(/"crc32":"[\da-f]{8}/, "");
    expect(sums(after.at(-2))).toBe(sums(before.at(-2)));
  });

  it("may come before the case is renamed, and reminds of it", async () => {
    const shop = await recordedShop([REFUND]);
    const named = ["--cases", "evals/shop.jsonl"];
    const { stdout } = await shop.recordings("rename", "refund", "repay", ...named);
    expect(stdout).toContain("Now give the case its new id in evals/shop.jsonl.\n");
    shop.write("evals/shop.jsonl", jsonl({ ...REFUND, id: "repay" }));
    expect((await shop.run()).code).toBe(0);
  });

  it("puts right a file that was renamed by hand, by the command that its error names", async () => {
    const shop = await recordedShop([REFUND]);
    const [from, to] = ["fixtures/shop/refund.1.jsonl", "fixtures/shop/repay.1.jsonl"];
    shop.write(to, shop.read(from));
    shop.remove(from);
    shop.write("evals/shop.jsonl", jsonl({ ...REFUND, id: "repay" }));
    const { code, stdout } = await shop.run();
    expect(code).toBe(2);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "If the case was renamed: npx swarm-eval recordings rename refund repay.",
    );
    expect((await shop.recordings("rename", "refund", "repay")).code).toBe(0);
    expect((await shop.run()).code).toBe(0);
    expect(shop.tapes()).toEqual(["shop", "shop/repay.1.jsonl"]);
  });

  it("gives a name that Windows reserves a safe one, and accents another encoding", async () => {
    const composed = "caf\u00e9";
    const shop = await recordedShop([{ ...GREETING, id: composed }]);
    const decomposed = composed.normalize("NFD");
    expect((await shop.recordings("rename", composed, decomposed)).code).toBe(0);
    expect(shop.tapes()).toEqual(["shop", `shop/${composed}.1.jsonl`]);
    expect((await shop.recordings("rename", decomposed, "NUL")).code).toBe(0);
    expect(shop.tapes()).toEqual(["shop", "shop/%4eUL.1.jsonl"]);
  });

  it.each<[sentence: string, ids: [string, string], message: string]>([
    [
      "a case that has no recording",
      ["refnd", "x"],
      'There is no recording of a case "refnd" in fixtures. Did you mean "refund"?\n',
    ],
    [
      "onto another case's recording",
      ["refund", "gone"],
      "fixtures/shop/gone.1.jsonl exists already. Remove it if it is of no use; nothing was renamed.\n",
    ],
    [
      "a case that is still there to one that is there too",
      ["refund", "greeting"],
      'evals/shop.jsonl has both cases, "refund" and "greeting": each needs recordings of its own.\n',
    ],
    [
      "to the same id",
      ["refund", "refund"],
      'Both ids are "refund". Name the old id and the new one.\n',
    ],
  ])("refuses to rename %s", async (_, ids, message) => {
    const shop = await recordedShop([GREETING, REFUND, { ...GREETING, id: "gone" }]);
    shop.write("evals/shop.jsonl", jsonl(GREETING, REFUND));
    const before = shop.tapes();
    const { code, stdout, stderr } = await shop.recordings("rename", ...ids);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: message });
    expect(shop.tapes()).toEqual(before);
  });

  it("renames none if one of them is broken, or in the way", async () => {
    const shop = await recordedShop([REFUND], "--trials", "2");
    const second = shop.read("fixtures/shop/refund.2.jsonl");
    shop.write("fixtures/shop/refund.2.jsonl", second.replace("Refunded.", "Paid."));
    const broken = await shop.recordings("rename", "refund", "repay");
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain("fixtures/shop/refund.2.jsonl:");
    shop.write("fixtures/shop/refund.2.jsonl", second);
    shop.write("fixtures/shop/repay.2.jsonl", "in the way");
    expect((await shop.recordings("rename", "refund", "repay")).code).toBe(2);
    expect(shop.tapes().filter((file) => file.includes("refund"))).toHaveLength(2);
  });

  it("asks which suite is meant where two have recordings of that case", async () => {
    const shop = await recordedShop([REFUND]);
    shop.write("evals/other.jsonl", jsonl(REFUND));
    shop.write("evals/other.ts", SHOP);
    shop.write("fixtures/other/refund.1.jsonl", shop.read("fixtures/shop/refund.1.jsonl"));
    const { code, stderr } = await shop.recordings("rename", "refund", "repay");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'evals/other.jsonl and evals/shop.jsonl have recordings of a case "refund" each. Say which is meant: --cases evals/other.jsonl\n',
    });
    const named = ["--cases", "evals/other.jsonl"];
    expect((await shop.recordings("rename", "refund", "repay", ...named)).code).toBe(0);
    expect(shop.tapes()).toContain("other/repay.1.jsonl");
    expect(shop.tapes()).toContain("shop/refund.1.jsonl");
  });
});

describe("recordings rename-suite", () => {
  const named = (more: string) =>
    `export default { suites: [{ name: "desk", cases: "evals/shop.jsonl" }]${more} };`;

  it.each<[sentence: string, config: string, where: string[], command: string]>([
    ["of the package", "", [], ""],
    ["that a flag names", "", ["--fixtures", "tapes"], " --fixtures tapes"],
    ["that the config names", ', fixtures: "tapes"', [], " --fixtures tapes"],
  ])(
    "lets a suite that got a name replay for nothing from the directory %s, by the command that its miss names",
    async (_, config, where, flags) => {
      const recordedIn = flags.split(" ").slice(1);
      const shop = await recordedShop([GREETING, REFUND], ...recordedIn);
      const other = ["--stream", "--model-override", "gpt-5.4-mini"];
      await shop.run("--traffic", "record", ...other, ...recordedIn);
      shop.write("swarm-eval.config.mjs", named(config));
      const asked = shop.asked;
      const missed = await shop.run(...where);
      expect(missed.code).toBe(3);
      const directory = recordedIn[1] ?? "fixtures";
      const command = `recordings rename-suite shop desk${flags}`;
      expect(missed.stderr).toContain(
        `warning: ${directory} holds the recordings of evals/shop.jsonl under the name of "shop", and its suite is "desk" now. To rename them: npx swarm-eval ${command}\n`,
      );
      const { code, stdout, stderr } = await shop.swarmEval(command.split(" "));
      expect({ code, stdout, stderr }).toEqual({
        code: 0,
        stdout: `Renamed 4 recordings of the suite "shop": now in ${directory}/desk.\n`,
        stderr: "",
      });
      expect(existsSync(join(shop.directory, directory, "shop"))).toBe(false);
      for (const more of [[], other])
        expect(await shop.run(...more, ...where)).toMatchObject({ code: 0, stderr: "" });
      expect(shop.asked).toBe(asked);
      expect(shop.read(`${directory}/desk/refund.1.jsonl`)).toContain('"suite":"desk"');
    },
  );

  it.each([
    [
      "a suite that has none",
      ["desk", "shop"],
      'There is no recording of a suite "desk" in fixtures.\n',
    ],
    [
      "to the same name",
      ["shop", "shop"],
      'Both names are "shop". Name the old one and the new one.\n',
    ],
    [
      "onto another suite's recording",
      ["shop", "other"],
      "fixtures/other/greeting.1.jsonl exists already. Remove it if it is of no use; nothing was renamed.\n",
    ],
  ])("refuses to rename %s", async (_, names, message) => {
    const shop = await recordedShop([GREETING, REFUND]);
    shop.write("fixtures/other/greeting.1.jsonl", shop.read("fixtures/shop/greeting.1.jsonl"));
    const before = shop.tapes();
    const { code, stdout, stderr } = await shop.recordings("rename-suite", ...names);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: message });
    expect(shop.tapes()).toEqual(before);
  });
});
