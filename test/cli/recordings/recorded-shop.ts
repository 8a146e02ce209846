import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { jsonl, newProject, type Finished, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { SHOP, shopModel } from "../shop.ts";

export interface RecordedShop extends Project {
  /** Runs `swarm-eval recordings`. */
  recordings(...args: string[]): Promise<Finished>;
  /** Runs the suite with a model behind it. */
  run(...flags: string[]): Promise<Finished>;
  remove(file: string): void;
  /** The files below the fixtures, sorted. */
  tapes(): string[];
  /** How many requests the model has had. */
  readonly asked: number;
}

/** A shop whose cases were recorded, with these flags. */
export async function recordedShop(
  cases: readonly object[],
  ...flags: readonly string[]
): Promise<RecordedShop> {
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...cases) });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const online = { OPENAI_BASE_URL: server.baseUrl };
  const shop: RecordedShop = {
    ...project,
    recordings: (...args) => project.swarmEval(["recordings", ...args]),
    run: (...more) => project.swarmEval(["run", "evals/shop.jsonl", ...more], online),
    remove: (file) => rmSync(join(project.directory, file)),
    tapes: () =>
      readdirSync(join(project.directory, "fixtures"), {
        recursive: true,
        encoding: "utf8",
      }).sort(),
    get asked() {
      return server.requests.length;
    },
  };
  expect((await shop.run("--traffic", "record", ...flags)).code).toBe(0);
  return shop;
}
