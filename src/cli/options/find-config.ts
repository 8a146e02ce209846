import { existsSync } from "node:fs";
import { UsageError } from "../../runner/errors.ts";
import { MODULE_ENDINGS } from "./module-endings.ts";

const NAMES = MODULE_ENDINGS.map((ending) => `swarm-eval.config${ending}`);

/** The config file: the one that was named, or that of the working directory; undefined where there is none. Throws UsageError for one that was named and is not there. */
export function findConfig(named: string | undefined): string | undefined {
  if (named === undefined) return NAMES.find((name) => existsSync(name));
  if (existsSync(named)) return named;
  throw new UsageError(`There is no config ${named}.`);
}
