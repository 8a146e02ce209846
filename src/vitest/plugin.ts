import { pathToFileURL } from "node:url";
import { languageOf, readModule } from "../signatures/loading/read-module.ts";
import { rerunOnChange, type WatchHooks } from "./rerun-on-change.ts";
import { registration, withTags } from "../signatures/loading/tags.ts";

/** The part of vite's plugin type that is used here. */
export interface SwarmEvalPlugin extends WatchHooks {
  readonly name: string;
  readonly enforce: "pre";
  transform(code: string, id: string): { code: string; map: null } | undefined;
}

/**
 * A plugin for vitest or vite that reads the types of plain functions, so that they can be tools in tests too. While
 * vitest watches, it plays suites again whose cases, agents or recordings change.
 */
export function swarmEval(): SwarmEvalPlugin {
  return {
    name: "swarm-eval",
    enforce: "pre",
    ...rerunOnChange(),
    transform(code, id) {
      const [path = "", query] = id.split("?", 2);
      // Any other query (`?raw`, `?url`) has turned the module into something else.
      if (query !== undefined && !/^(?:[tv]=[^&]*&?)+$/.test(query)) return undefined;
      const read = readModule(path, code);
      if (!read) return undefined;
      const tagged = withTags(code, read);
      const module = {
        url: pathToFileURL(path).href,
        text: code,
        language: languageOf(path) ?? "ts",
      };
      // No line moves, so the source map of earlier plugins is still right.
      return {
        code: tagged.slice(0, read.head) + registration(read, module) + tagged.slice(read.head),
        map: null,
      };
    },
  };
}
