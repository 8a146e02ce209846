import { readdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Finished, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";

interface Repository extends Project {
  /** Runs the command line in a folder of the repository. */
  at(folder: string, ...args: string[]): Promise<Finished>;
  /** All tapes, by their paths. */
  tapes(): string[];
}

const OF_A = { ...GREETING, user: "Hi, a!" };
const OF_B = { ...GREETING, user: "Hi, b!" };

/** A repository with two packages, whose suites have one name and cases of one id. */
async function repository(files: Readonly<Record<string, string>> = {}): Promise<Repository> {
  const project = newProject({
    "packages/a/evals/chat.ts": SHOP,
    "packages/a/evals/chat.jsonl": jsonl(OF_A),
    "packages/b/evals/chat.ts": SHOP,
    "packages/b/evals/chat.jsonl": jsonl(OF_B),
    ...files,
  });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  return {
    ...project,
    at: (folder, ...args) => project.swarmEvalIn(folder, args, { OPENAI_BASE_URL: server.baseUrl }),
    tapes: () =>
      readdirSync(project.directory, { recursive: true, encoding: "utf8" })
        .filter((file) => /fixtures|tapes/.test(file) && file.endsWith(".jsonl"))
        .filter((file) => !file.startsWith("node_modules"))
        .sort(),
  };
}

const [A, B] = ["packages/a/evals/chat.jsonl", "packages/b/evals/chat.jsonl"];
const RECORD = ["--traffic", "record"];

it.each<[sentence: string, manifests: string[], inEvals: boolean]>([
  ["have a package.json", ["a/package.json", "b/package.json"], true],
  ["have nothing but their evals", [], true],
  ["have cases beside their package.json", ["a/package.json", "b/package.json"], false],
  ["have cases beside their config", ["a/swarm-eval.config.mjs", "b/swarm-eval.config.mjs"], false],
])("recordings of two packages do not mix if these %s", async (_, manifests, inEvals) => {
  const repo = await repository(
    Object.fromEntries(
      manifests.map((file) => [
        `packages/${file}`,
        file.endsWith("json") ? "{}" : "export default {};",
      ]),
    ),
  );
  const files = [A, B].map((file) => {
    if (inEvals) return file;
    const moved = file.replace("/evals", "");
    for (const end of [".jsonl", ".ts"])
      renameSync(
        join(repo.directory, file.replace(".jsonl", end)),
        join(repo.directory, moved.replace(".jsonl", end)),
      );
    return moved;
  });
  for (const file of files) expect((await repo.at(".", "run", file, ...RECORD)).code).toBe(0);
  expect(repo.tapes()).toEqual([
    "packages/a/fixtures/chat/greeting.1.jsonl",
    "packages/b/fixtures/chat/greeting.1.jsonl",
  ]);
  for (const file of files) expect((await repo.at(".", "run", file)).code).toBe(0);
});

it.each([
  ["packages/a", "evals/chat.jsonl", ".", A],
  ["packages/a", "evals/chat.jsonl", "packages/b", "../a/evals/chat.jsonl"],
  ["packages/a", "evals/chat.jsonl", "packages/a/evals", "chat.jsonl"],
  ["packages/a/evals", "chat.jsonl", ".", A],
  ["packages/a/evals", "chat.jsonl", "packages/a", "evals/chat.jsonl"],
  [".", A, "packages/a", "evals/chat.jsonl"],
])("what %s records of %s, %s replays of %s", async (recordedAt, recorded, at, file) => {
  const repo = await repository();
  expect((await repo.at(recordedAt, "run", recorded, ...RECORD)).code).toBe(0);
  const tapes = repo.tapes();
  expect((await repo.at(at, "run", file)).code).toBe(0);
  expect((await repo.at(at, "run", file, ...RECORD)).code).toBe(0);
  expect(repo.tapes()).toEqual(tapes);
});

it("two suites of one name cannot share a directory that a flag names", async () => {
  const repo = await repository();
  const { code, stderr } = await repo.at(".", "run", A, B, "--output", "out");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `${A} and ${B} would share the reports of "chat". Give one a name of its own in the config, such as { name: "a-chat", cases: "${A}" }, or rename its file.\n`,
  });
  const { stderr: shared } = await repo.at(".", "run", A, B, "--fixtures", "tapes");
  expect(shared).toContain(`${A} and ${B} would share the recordings of "chat".`);
});

it.each([
  ["of two packages in one directory", B, ["--fixtures", "tapes"]],
  ["of two folders of a package", "packages/a/evals/more/chat.jsonl", []],
])("suites of one name, %s, do not mix", async (_, second, where) => {
  const repo = await repository({
    "packages/a/evals/more/chat.ts": SHOP,
    "packages/a/evals/more/chat.jsonl": jsonl(OF_B),
  });
  await repo.at(".", "run", A, ...RECORD, ...where);
  const tapes = repo.tapes();
  const folder = dirname(tapes[0] as string);
  for (const args of [
    ["run", second, ...RECORD],
    ["recordings", "prune", second],
  ]) {
    const { code, stderr } = await repo.at(".", ...args, ...where);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `${folder} holds recordings of ${A}, which ${second} would mix with its own. Rename one of the two, or give each another directory by --fixtures.\n`,
    });
  }
  expect(repo.tapes()).toEqual(tapes);
  expect((await repo.at(".", "run", A, ...where)).code).toBe(0);
  renameSync(join(repo.directory, A), join(repo.directory, "packages/moved.jsonl"));
  expect((await repo.at(".", "run", second, ...RECORD, ...where)).code).toBe(0);
});

it("recordings that the working directory has of a package play on, and are not added to", async () => {
  const repo = await repository();
  await repo.at(".", "run", A, ...RECORD, "--fixtures", "fixtures");
  expect(repo.tapes()).toEqual(["fixtures/chat/greeting.1.jsonl"]);
  expect((await repo.at(".", "run", A)).code).toBe(0);
  expect((await repo.at(".", "run", A, "--traffic", "live")).code).toBe(0);
  for (const file of [A, B]) {
    const { code, stderr } = await repo.at(".", "run", file, ...RECORD);
    const own = file.replace("evals/chat.jsonl", "fixtures");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `fixtures/chat holds recordings of a suite of that name, and those of ${file} live in ${own}/chat. If they are of this suite, move them: mkdir -p ${own} && mv fixtures/chat ${own}/chat. If they are of another, say where new ones go: --fixtures ${own}\n`,
    });
  }
  await repo.at(".", "run", B, ...RECORD, "--fixtures", "packages/b/fixtures");
  expect((await repo.at(".", "run", B, ...RECORD)).code).toBe(0);
  expect((await repo.at(".", "run", A)).code).toBe(0);
  expect((await repo.at(".", "run", B)).code).toBe(0);
});

it("a miss names the config of the package, which may say where the recordings are", async () => {
  const config = 'export default { fixtures: "tapes" };';
  const repo = await repository({ "packages/a/swarm-eval.config.mjs": config });
  await repo.at("packages/a", "run", "evals/chat.jsonl", ...RECORD);
  expect(repo.tapes()).toEqual(["packages/a/tapes/chat/greeting.1.jsonl"]);
  const { code, stderr } = await repo.at(".", "run", A);
  expect(code).toBe(3);
  expect(stderr).toContain(
    `warning: packages/a/fixtures holds no recordings of ${A}. Its package has a config, which may name another directory. To play by that: --config packages/a/swarm-eval.config.mjs\n`,
  );
  const named = ["--config", "packages/a/swarm-eval.config.mjs"];
  expect((await repo.at(".", "run", A, ...named)).code).toBe(0);
});

it("files of another kind beside the cases are not taken for recordings", async () => {
  const repo = await repository({
    "evals/chat.ts": SHOP,
    "evals/chat.jsonl": jsonl(OF_A),
    "evals/fixtures/chat/orders.json": "[]",
  });
  await repo.at(".", "run", "evals/chat.jsonl", ...RECORD);
  expect(repo.tapes()).toEqual(["fixtures/chat/greeting.1.jsonl"]);
  expect((await repo.at(".", "run", "evals/chat.jsonl")).code).toBe(0);
});

it("a miss in the wrong directory says where the recordings are", async () => {
  const repo = await repository();
  await repo.at(".", "run", A, ...RECORD);
  const { code, stderr } = await repo.at(".", "run", A, "--fixtures", "fixtures");
  expect(code).toBe(3);
  expect(stderr).toContain(
    `warning: fixtures holds no recordings of ${A}, but packages/a/fixtures does. To play those: --fixtures packages/a/fixtures\n`,
  );
});
