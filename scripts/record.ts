import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { startStandIn } from "../test/support/stand-in.ts";
import { SUITE_MODELS } from "../test/support/models/suite-models.ts";

// Brings the recordings of suites up to date, both ways, from a stand-in for a provider: by the same command line that
// records a real model where OPENAI_API_KEY is set and OPENAI_BASE_URL is not. What the suites ask as before stays as it
// is; where the stand-in answers otherwise, delete fixtures/<suite> first. Names of suites are its arguments; with none, it
// does so for all.
const known = Object.keys(SUITE_MODELS);
const suites = process.argv.length > 2 ? process.argv.slice(2) : known;

for (const suite of suites) {
  const model = SUITE_MODELS[suite];
  if (model === undefined) {
    console.error(`There is no suite ${suite} to record. There are: ${known.join(", ")}.`);
    process.exit(2);
  }
  const standIn = await startStandIn(model());
  try {
    for (const flags of [[], ["--stream"]]) {
      const args = ["run", `evals/${suite}.jsonl`, "--traffic", "update", ...flags];
      const before = standIn.requests.length;
      const code = await record(args, standIn.baseUrl);
      console.log(`The stand-in answered ${standIn.requests.length - before} requests.\n`);
      process.exitCode ||= code;
    }
  } finally {
    await standIn.close();
  }
  const folder = `fixtures/${suite}`;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const tapes = files.filter((file) => file.endsWith(".jsonl"));
  console.log(`${folder} holds ${tapes.length} recordings.\n`);
}
if (process.exitCode) console.error("Not every suite passed against its stand-in: see above.");

/** Runs swarm-eval as a user would, but for where the API is. Resolves to its exit code. */
async function record(args: readonly string[], baseUrl: string): Promise<number> {
  console.log(`$ OPENAI_BASE_URL=${baseUrl} npx swarm-eval ${args.join(" ")}`);
  const { OPENAI_ORG_ID: _org, OPENAI_PROJECT_ID: _project, ...environment } = process.env;
  const child = spawn(process.execPath, ["bin/swarm-eval.js", ...args], {
    // An empty key, so that one in .env does not take its place.
    env: { ...environment, OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: "" },
    stdio: "inherit",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}
