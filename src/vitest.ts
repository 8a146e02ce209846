import { readModule } from "./signatures/loading/read-module.ts";
import { registration, withTags } from "./signatures/loading/tags.ts";

/** What vite needs of a plugin; its own type is wider. */
export interface SwarmEvalPlugin {
  readonly name: string;
  readonly enforce: "pre";
  transform(code: string, id: string): { code: string; map: null } | undefined;
}

/** A plugin for vitest (or vite): reads the types of plain functions, so that they can be tools in tests as they are under the CLI. */
export function swarmEval(): SwarmEvalPlugin {
  return {
    name: "swarm-eval",
    enforce: "pre",
    transform(code, id) {
      const [path = "", query] = id.split("?", 2);
      // Any other query (`?raw`, `?url`) has made something else of the module.
      if (query !== undefined && !/^(?:[tv]=[^&]*&?)+$/.test(query)) return undefined;
      const read = readModule(path, code);
      if (!read) return undefined;
      const tagged = withTags(code, read);
      // Nothing moves to another line, so the map of what went before still holds.
      return {
        code: tagged.slice(0, read.head) + registration(read) + tagged.slice(read.head),
        map: null,
      };
    },
  };
}
