import { realpathSync } from "node:fs";
import { expect, it } from "vitest";
import { newProject, type Finished } from "../project.ts";

const CASE = '{"id":"hello","user":"Hi!","expect":{"output":{"contains":"Hello"}}}\n';
const REPLAY = ["run", "evals/shop.jsonl"];
const LIVE = [...REPLAY, "--traffic", "live"];

/** An agent that says Hello, in a module that begins with this. */
function greeter(first: string): string {
  return `${first}
import { Agent, scriptedClient } from "swarm-eval";
export default () => new Agent({ client: scriptedClient(["Hello!"]) });
`;
}

/** Without what differs from run to run. */
function steady({ code, stdout, stderr }: Finished): Finished {
  const timeless = stdout
    .replaceAll(/ *\b\d+(?:\.\d+)? m?s\b|"(?:[^"]*_at|[^"]*_ms|at)":[^,}]+/g, "")
    .replaceAll(/ {2,}/g, "  ");
  return { code, stdout: timeless, stderr };
}

it.each<[sentence: string, args: string[], module: string]>([
  ["prints help", ["run", "--help"], ""],
  ["is mistyped", ["run", "evals/shop.jsonl", "--trails", "2"], ""],
  ["passes", LIVE, greeter("")],
  ["fails", LIVE, greeter("").replace("Hello!", "Go away.")],
  [
    "misses a recording",
    REPLAY,
    'import { Agent } from "swarm-eval";\nexport default new Agent();',
  ],
  ["loads what logs", [...LIVE, "--json"], greeter("console.log(1); console.error(2);")],
  ["loads what is not there", LIVE, greeter('import "./gone.ts";')],
  ["loads what throws", LIVE, greeter("  throw new Error(process.argv.slice(2).join());")],
  ["loads what cannot be read", LIVE, greeter("enum Colour { Red }")],
])("ends a command as a process of its own does where it %s", async (_, args, module) => {
  const project = newProject({ "evals/shop.ts": module, "evals/shop.jsonl": CASE });
  const alone = await project.start(args).finished;
  expect(steady(await project.swarmEval(args))).toEqual(steady(alone));
  expect(alone.stdout + alone.stderr).not.toBe("");
});

it("loads modules again, as they are now", async () => {
  const project = newProject({
    "evals/shop.ts": greeter('import { count } from "./count.ts";\nconsole.log("old", count());'),
    "evals/count.ts": "let counted = 0;\nexport const count = () => ++counted;\n",
    "evals/shop.jsonl": CASE,
  });
  const first = await project.swarmEval(LIVE);
  expect(first.stdout).toContain("old 1\n");
  expect((await project.swarmEval(LIVE)).stdout).toContain("old 1\n");
  project.write("evals/shop.ts", project.read("evals/shop.ts").replace("old", "new"));
  expect((await project.swarmEval(LIVE)).stdout).toContain("new 1\n");
});

it("leaves nothing of a command to the next, but for the process", async () => {
  const project = newProject({
    "evals/shop.ts": greeter(`
      const places = [globalThis, process.env, Array.prototype, fetch, Math];
      const found = places.map(({ left }) => left);
      console.log(JSON.stringify([process.pid, process.listenerCount("exit"), process.cwd(), ...found]));
      for (const place of places) place.left = "left";
      process.on("exit", () => console.log("Bye."));`),
    "evals/shop.jsonl": CASE,
  });
  const noted: unknown[][] = [];
  for (let run = 0; run < 3; run++) {
    const { stdout } = await project.swarmEval(["validate", "evals/shop.jsonl"]);
    noted.push(JSON.parse(stdout.split("\n")[0] ?? "") as unknown[]);
  }
  const [[, ...first] = []] = noted;
  expect(noted.map(([, ...found]) => found)).toEqual([first, first, first]);
  expect(first.slice(1)).toEqual([realpathSync(project.directory), null, null, null, null, null]);
  // Two of them at least shared a process.
  expect(new Set(noted.map(([pid]) => pid)).size).toBeLessThan(3);
});

it("has no other command in a process in which one still does something", async () => {
  const busy = "console.log(process.pid);\nsetInterval(() => {}, 1e6);";
  const project = newProject({ "evals/shop.ts": greeter(busy), "evals/shop.jsonl": CASE });
  const [first, second] = [await project.swarmEval(LIVE), await project.swarmEval(LIVE)];
  expect(first.stdout).toMatch(/^\d+\n/);
  expect(second.stdout.split("\n")[0]).not.toBe(first.stdout.split("\n")[0]);
});

it("does not take the end of a process by a module for that of its command", async () => {
  const project = newProject({
    "evals/shop.ts": greeter("process.exit(0);"),
    "evals/shop.jsonl": CASE,
  });
  await expect(project.swarmEval(LIVE)).rejects.toThrow(
    "A module ended the process: give the command its own, by start().\nin: swarm-eval run",
  );
});
