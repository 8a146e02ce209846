import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { airlineModel } from "../test/support/airline-model.ts";
import { startStandIn } from "../test/support/stand-in.ts";

// Records the airline suite anew, both ways, from a stand-in for a provider: by the same command line that records a real
// model where OPENAI_API_KEY is set and OPENAI_BASE_URL is not.
const COMMAND = ["run", "evals/airline.jsonl", "--traffic", "update"];

const standIn = await startStandIn(airlineModel());
try {
  for (const flags of [[], ["--stream"]]) {
    const before = standIn.requests.length;
    const code = await record([...COMMAND, ...flags]);
    console.log(`The stand-in answered ${standIn.requests.length - before} requests.\n`);
    process.exitCode ||= code;
  }
} finally {
  await standIn.close();
}
const tapes = readdirSync("fixtures/airline", { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".jsonl"),
);
console.log(`fixtures/airline holds ${tapes.length} recordings.`);
if (process.exitCode) console.error("The suite did not pass against the stand-in: see above.");

/** Runs swarm-eval as a user would, but for where the API is. Resolves to its exit code. */
async function record(args: readonly string[]): Promise<number> {
  console.log(`$ OPENAI_BASE_URL=${standIn.baseUrl} npx swarm-eval ${args.join(" ")}`);
  const { OPENAI_ORG_ID: _org, OPENAI_PROJECT_ID: _project, ...environment } = process.env;
  const child = spawn(process.execPath, ["bin/swarm-eval.js", ...args], {
    // An empty key, so that one in .env does not take its place.
    env: { ...environment, OPENAI_BASE_URL: standIn.baseUrl, OPENAI_API_KEY: "" },
    stdio: "inherit",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}
