import { Option } from "commander";
import { list } from "./options.ts";

const DEFAULT_REPORTERS = ["table"];
/** What the reporters write, as help says it. */
export const REPORTERS =
  "comma-separated: table; junit, csv and html (a file each); github (annotations and a step summary)";

/** `--reporter`, with the table by default. */
export function reporterOption(description: string): Option {
  return new Option("--reporter <names>", description)
    .argParser(list(DEFAULT_REPORTERS))
    .default(DEFAULT_REPORTERS, DEFAULT_REPORTERS.join());
}
