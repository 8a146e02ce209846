import { defineChecks } from "swarm-eval";
import { z } from "zod";

/** What no reply has to say and no state keeps. */
export const checks = defineChecks({
  // A model that asks for flights and is told of none may still name the right one, from memory.
  foundFirst: {
    with: z.object({ flight: z.string() }),
    check({ calls }, { flight }) {
      const search = calls.findLast(({ name }) => name === "findFlights");
      if (search?.error !== undefined) return { passed: false, reason: search.error };
      const found = JSON.parse(search?.result ?? "[]") as { readonly number: string }[];
      const [first = "none"] = found.map(({ number }) => number);
      return { passed: first === flight, reason: `the first flight that was found is ${first}` };
    },
  },
});
