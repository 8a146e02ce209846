import { describe, expect, it, onTestFinished } from "vitest";
import { newProject } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../cli/shop.ts";

/** A module of cases, one of them computed. */
const MODULE = `
import { defineCases } from "swarm-eval";
import type { Order } from "./types.ts";

const order: Order = 7;
export default defineCases([
  ${JSON.stringify(GREETING)},
  {
    id: "refund",
    user: \`Please refund \${order}.\`,
    tags: undefined,
    expect: { final_agent: "Refunds" },
  },
]);
`;

const TYPES = { "evals/types.ts": "export type Order = number;" };

async function recorded(file: string, text: string) {
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const project = newProject({ "evals/shop.ts": SHOP, [file]: text, ...TYPES });
  const { code } = await project.swarmEval(["run", file, "--traffic", "record"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  return { code, project };
}

describe.each([
  ["a list in JSON", "evals/shop.json", JSON.stringify([GREETING, REFUND], null, 2)],
  ["the name of cases in JSON", "evals/shop.cases.json", JSON.stringify([GREETING, REFUND])],
  ["a module", "evals/shop.cases.ts", MODULE],
])("cases as %s", (_, file, text) => {
  it("are validated, recorded, played and looked after as those in JSONL", async () => {
    const { code, project } = await recorded(file, text);
    expect(code).toBe(0);
    const swarmEval = async (...args: string[]) => {
      const ended = await project.swarmEval(args);
      return { ...ended, shown: ended.stdout + ended.stderr };
    };
    expect(await swarmEval("run", file)).toMatchObject({ code: 0 });
    expect(await swarmEval("run", file, "-t", "greeting")).toMatchObject({ code: 0 });
    expect((await swarmEval("validate", file)).shown).toBe(
      `${file}: 2 cases, played against evals/shop.ts\n`,
    );
    expect((await swarmEval("recordings", "list", file)).shown).toContain("refund");
    expect(await swarmEval("recordings", "prune", file)).toMatchObject({ code: 0 });
    expect(project.read("fixtures/shop/refund.1.jsonl")).toContain('"case":"refund"');
  });
});

const WRONG = { ...GREETING, expcet: {} };

it.each([
  [
    "evals/shop.json",
    JSON.stringify([GREETING, WRONG, { ...GREETING, expect: { tool_calls: ["refnd"] } }], null, 1),
  ],
  ["evals/shop.json", JSON.stringify(GREETING)],
  ["evals/shop.json", `${JSON.stringify(GREETING)}\n${JSON.stringify(REFUND)}\n`],
  ["evals/shop.json", `[\n  ${JSON.stringify(GREETING)},\n]`],
  [
    "evals/shop.cases.ts",
    `const at = new Date(0);
     const greeting = ${JSON.stringify(GREETING)};
     export default [
       { id: "first", user: "Hi!", expct: {} },
       { ...greeting, id: "dated", context_variables: { at } },
       greeting,
       greeting,
     ];`,
  ],
  ["evals/shop.cases.ts", 'import "opnai"; export default [];'],
  ["evals/shop.cases.ts", "export default [];"],
  ["evals/shop.cases.ts", "export default async () => [];"],
  ["evals/shop.ts", SHOP],
])("says where %s is wrong", async (file, text) => {
  const project = newProject({ "evals/shop.ts": SHOP, [file]: text });
  const { code, stdout, stderr } = await project.swarmEval(["run", file]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatchSnapshot();
});

it("names the place of a misspelt tool in a list in JSON, pretty or not", async () => {
  const misspelt = [GREETING, { id: "a", user: "Hi!", expect: { tool_calls: ["refnd"] } }];
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.json": JSON.stringify(misspelt, null, 2),
  });
  const { stderr } = await project.swarmEval(["validate", "evals/shop.json"]);
  project.write("evals/shop.json", JSON.stringify(misspelt));
  const dense = await project.swarmEval(["validate", "evals/shop.json"]);
  expect(dense.stderr).toContain("evals/shop.json:1:153: warning");
  expect(stderr).toMatchInlineSnapshot(`
    "evals/shop.json:20:9: warning: no agent that was made has a tool "refnd". Did you mean "refund"?
    "
  `);
});
