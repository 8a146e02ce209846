import { describe, expect, it } from "vitest";
import { faultyDesk } from "./desk.ts";

const timeout = [{ tool: "refund", give: "timeout" }];

describe("the four outcomes", () => {
  it("are told apart, live, recorded and replayed", async () => {
    const { run } = await faultyDesk(
      { user: "retries", faults: timeout },
      { user: "lies", faults: timeout },
      { user: "mumbles", faults: timeout },
      { user: "ignores", faults: timeout },
    );
    const expected = [
      "passed: recovered",
      "failed: not_recovered",
      "failed: told_otherwise",
      "errored: never_reached",
    ];
    for (const traffic of ["live", "record", "replay"]) {
      const { outcomes, stdout } = await run("--traffic", traffic);
      expect(outcomes).toEqual(expected);
    }
  });
});
