import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXAMPLE_AGENTS, EXAMPLE_CASES } from "../src/cli/init/example.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../test/support/stand-in.ts";

// Records anew what `swarm-eval init` writes beside its example, from a stand-in for a provider, into the module that holds
// it. Build before, for the example is played by the command line, and after.
const root = fileURLToPath(new URL("..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "swarm-eval-example-"));
const standIn = await startStandIn(model);
try {
  mkdirSync(join(directory, "evals"));
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(root, join(directory, "node_modules", "swarm-eval"));
  writeFileSync(join(directory, "package.json"), '{"type":"module"}');
  writeFileSync(join(directory, "evals/example.ts"), EXAMPLE_AGENTS);
  const lines = EXAMPLE_CASES.map((script) => `${JSON.stringify(script)}\n`);
  writeFileSync(join(directory, "evals/example.jsonl"), lines.join(""));
  const child = spawn(
    process.execPath,
    [join(root, "bin/swarm-eval.js"), "run", "evals/example.jsonl", "--traffic", "update"],
    {
      cwd: directory,
      env: { ...process.env, OPENAI_BASE_URL: standIn.baseUrl, OPENAI_API_KEY: "" },
      stdio: "inherit",
    },
  );
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error("The example did not pass against the stand-in.");
  const tapes = readdirSync(join(directory, "fixtures/example"))
    .sort()
    .map((name) => {
      const text = readFileSync(join(directory, "fixtures/example", name), "utf8");
      const lines = text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.stringify(line));
      return `  "fixtures/example/${name}": [\n    ${lines.join(",\n    ")},\n  ],`;
    });
  writeFileSync(
    join(root, "src/cli/init/recordings.ts"),
    [
      "// Made by scripts/record-example.ts.",
      "const LINES: Readonly<Record<string, readonly string[]>> = {",
      ...tapes,
      "};",
      "",
      "/** The recordings of the example's conversations, by their files. */",
      "export const EXAMPLE_RECORDINGS: Readonly<Record<string, string>> = Object.fromEntries(",
      '  Object.entries(LINES).map(([file, lines]) => [file, `${lines.join("\\n")}\\n`]),',
      ");",
      "",
    ].join("\n"),
  );
} finally {
  await standIn.close();
  rmSync(directory, { recursive: true });
}

/** What a model would say to the example's customers. */
function model({ body }: StandInRequest): StandInReply {
  const last = body.messages.at(-1);
  const tools = (body.tools ?? []).map((tool) => tool.function.name);
  if (last?.role === "user" && !/refund/.test(last.content ?? ""))
    return { say: "Hello! What can I do for you?" };
  if (tools.includes("transferToRefunds")) return { calls: [{ name: "transferToRefunds" }] };
  if (last?.content === "A7 is refunded.") return { say: "I have refunded your order A7." };
  return { calls: [{ name: "refund", arguments: { order: "A7" } }] };
}
